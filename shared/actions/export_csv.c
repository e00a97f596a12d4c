/* SPDX-License-Identifier: MIT */
#include "shared/actions/export_csv.h"

#include "shared/base/buf.h"
#include "shared/base/clock.h"
#include "shared/store/transfer.h"

struct run {
	const struct export_to *to;
	struct export_counts *counts;
};

static const char header[] = "kind,title,author,year,season,episode,part_title,state,percent,"
			     "position_ms,duration_ms,started_at,updated_at,completed_at,provider";

static void put_next(struct buf *b)
{
	if (b->length > 0)
		buf_puts(b, ",");
}

/* How many bytes one of these texts has at the start of the text; 0: none. */
static size_t begins(const char *text, const char *const *with)
{
	for (; *with; with++)
		if (strncmp(text, *with, strlen(*with)) == 0)
			return strlen(*with);
	return 0;
}

/*
 * Titles are untrusted. Spreadsheets evaluate text that begins with one of
 * these characters, quoted or not; some trim blanks first, and some take the
 * full-width forms for the plain ones.
 */
static bool is_formula(const char *text)
{
	static const char *const starts[] = { "=", "+", "-", "@", "\xef\xbc\x9d", "\xef\xbc\x8b",
		"\xef\xbc\x8d", "\xef\xbc\xa0", NULL };
	static const char *const blanks[] = { " ", "\t", "\n", "\v", "\f", "\r", "\xc2\xa0",
		"\xe2\x80\x8b", "\xe3\x80\x80", "\xef\xbb\xbf", NULL };
	size_t length;

	if (*text && strchr("\t\r\n", *text))
		return true;
	while ((length = begins(text, blanks)) > 0)
		text += length;
	return begins(text, starts) > 0;
}

static void put_text(struct buf *b, const char *text)
{
	put_next(b);
	if (!text)
		return;
	buf_puts(b, is_formula(text) ? "\"'" : "\"");
	for (; *text; text++) {
		if (*text == '"')
			buf_puts(b, "\"");
		buf_add(b, text, 1);
	}
	buf_puts(b, "\"");
}

static void put_number(struct buf *b, int64_t number)
{
	put_next(b);
	if (number != UNSAID)
		buf_add_i64(b, number);
}

static void put_time(struct buf *b, int64_t ms)
{
	char text[CLOCK_TEXT];

	put_next(b);
	if (ms == UNSAID || ms == UNDATED_MS)
		return;
	clock_text(ms, text);
	buf_puts(b, text);
}

/* Two decimals, truncated: 99.999 % is not 100. */
static void put_percent(struct buf *b, int64_t share)
{
	enum { HUNDREDTH = SHARE_WHOLE / 10000 };

	put_next(b);
	buf_addf(b, "%" PRId64 ".%02" PRId64, share / HUNDREDTH / 100, share / HUNDREDTH % 100);
}

static enum err put_line(struct cx *cx, const struct run *run, struct buf *b)
{
	buf_puts(b, "\r\n");
	if (b->cut)
		return err_note(cx, ERR_STORE, "a row is too long to export");
	return run->to->write(cx, run->to->arg, b->text, b->length);
}

static enum err put_header(struct cx *cx, const struct run *run)
{
	struct buf b;

	buf_init(&b, cx->arena, EXPORT_LINE_MAX);
	buf_puts(&b, header);
	for (enum catalog i = 0; i < CATALOG__COUNT; i++)
		buf_addf(&b, ",%s", catalog_name(i));
	return put_line(cx, run, &b);
}

static enum err put_play(struct cx *cx, void *arg, const struct transfer_play *row)
{
	const struct report *r = &row->of.named;
	const struct run *run = arg;
	size_t at = 0;
	struct buf b;

	if (row->removed_ms != UNSAID)
		return OK;
	buf_init(&b, cx->arena, EXPORT_LINE_MAX);
	put_text(&b, kind_name(r->kind));
	put_text(&b, r->title);
	put_text(&b, r->author);
	put_number(&b, r->year);
	put_number(&b, r->season);
	put_number(&b, r->episode);
	put_text(&b, r->part_title);
	put_text(&b, state_name(row->state));
	put_percent(&b, row->state == PLAY_COMPLETED ? SHARE_WHOLE : row->share);
	put_number(&b, row->position_ms);
	put_number(&b, row->duration_ms);
	put_time(&b, row->started_ms);
	put_time(&b, row->updated_ms);
	put_time(&b, row->completed_ms);
	put_text(&b, row->provider);
	for (enum catalog i = 0; i < CATALOG__COUNT; i++) {
		bool is_there = at < r->ids.count && r->ids.list[at].source == i;

		put_text(&b, is_there ? r->ids.list[at++].value : NULL);
	}
	run->counts->plays++;
	return put_line(cx, run, &b);
}

enum err export_csv(struct cx *cx, struct store *s, const struct user *user,
	const struct export_to *to, struct export_counts *out)
{
	struct run run = { .to = to, .counts = out };

	*out = (struct export_counts){ 0 };
	TRY(put_header(cx, &run));
	return store_transfer_plays(cx, s, user->id, put_play, &run);
}
