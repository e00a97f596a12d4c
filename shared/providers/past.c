/* SPDX-License-Identifier: MIT */
#include "shared/providers/past.h"

#include "shared/base/clock.h"
#include "shared/base/parse.h"
#include "shared/base/utf8.h"

#define ROW(name) &past_##name,
const struct past_format *const past_formats[] = { PAST_FORMATS(ROW) };
#undef ROW
const size_t past_format_count = NELEM(past_formats);

const struct range past_episodes = { 0, 100000 }, past_years = { 1, 9999 };

enum { DAY_TEXT = 10, DAY_MS = 24 * 60 * 60 * 1000 };

const char *past_titles(struct arena *a)
{
	const char *all = "", *last = "";

	for (size_t i = 0; i < past_format_count; i++) {
		const char *title = past_formats[i]->title;

		if (strcmp(title, last) != 0)
			all = arena_printf(a, "%s%s%s", all, *all ? ", " : "", title);
		last = title;
	}
	return all;
}

/* ---- which one it is ---- */

static bool has(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcasecmp(names[i], name) == 0)
			return true;
	return false;
}

const struct past_format *past_of_header(const char *const *names, size_t count)
{
	for (size_t i = 0; i < past_format_count; i++) {
		const struct past_format *f = past_formats[i];
		size_t n = 0;

		if (f->shape != PAST_COMMAS)
			continue;
		while (n < f->needed && has(names, count, f->columns[n]))
			n++;
		if (n == f->needed)
			return f;
	}
	return NULL;
}

static const struct past_format *of_row(
	struct cx *cx, enum past_shape shape, const char *list, const struct past_row *row)
{
	for (size_t i = 0; i < past_format_count; i++) {
		const struct past_format *f = past_formats[i];

		if (f->shape == shape && f->is_row(cx, list, row))
			return f;
	}
	return NULL;
}

const struct past_format *past_of_object(struct cx *cx, const char *list, struct json object)
{
	return of_row(cx, PAST_JSON, list, &(struct past_row){ .object = object });
}

const struct past_format *past_of_line(struct cx *cx, const char *const *fields, size_t count)
{
	const struct past_format *f =
		of_row(cx, PAST_TABS, "", &(struct past_row){ .fields = fields });

	return f && count >= f->needed ? f : NULL;
}

/* ---- for formats ---- */

struct past past_empty(void)
{
	struct message m;

	message_init(&m);
	return (struct past){ .named = m.report, .at_ms = UNSAID, .day = UNSAID };
}

const char *past_name(struct cx *cx, const char *text)
{
	size_t length = strlen(text);

	if (length > REPORT_NAME_MAX)
		length = utf8_cut(text, REPORT_NAME_MAX);
	return length ? arena_strndup(cx->arena, text, length) : NULL;
}

static enum err not_a_date(struct cx *cx, const char *text)
{
	size_t shown = strlen(text);

	if (shown > DAY_TEXT * 3)
		shown = utf8_cut(text, DAY_TEXT * 3);
	return err_note(cx, ERR_INPUT,
		"\"%.*s\" is no date like 2026-01-31 or 2026-01-31T20:15:00Z", (int)shown, text);
}

/* The day that the text begins with. */
static bool read_day(struct cx *cx, const char *text, int64_t *day)
{
	int64_t ms;

	if (strlen(text) < DAY_TEXT ||
		!clock_parse(arena_printf(cx->arena, "%.10sT00:00:00Z", text), &ms))
		return false;
	*day = ms / DAY_MS;
	return true;
}

/* "2026-01-31 20:15:00+00:00", as some write it. */
static bool read_moment(struct cx *cx, const char *text, int64_t *ms)
{
	char *with_t = arena_strdup(cx->arena, text);

	if (strlen(text) > DAY_TEXT && text[DAY_TEXT] == ' ')
		with_t[DAY_TEXT] = 'T';
	return clock_parse(with_t, ms);
}

enum err past_read_time(struct cx *cx, const char *text, struct past *to)
{
	to->at_ms = to->day = UNSAID;
	if (!*text)
		return OK;
	if (strlen(text) >= CLOCK_TEXT * 2 || !read_day(cx, text, &to->day))
		return not_a_date(cx, text);
	if (text[DAY_TEXT] && text[DAY_TEXT] != ' ' && text[DAY_TEXT] != 'T')
		return not_a_date(cx, text);
	if (!read_moment(cx, text, &to->at_ms))
		to->at_ms = UNSAID;
	if (to->day * DAY_MS > cx->now_ms + DAY_MS)
		return err_note(cx, ERR_INPUT, "\"%.10s\" is a day that has not come", text);
	/* 1970 is what a program writes that has no date. */
	if (to->day < 2)
		to->at_ms = to->day = UNSAID;
	return OK;
}

enum err past_number(
	struct cx *cx, const char *column, const char *text, struct range range, int *out)
{
	int64_t value = UNSAID;

	*out = UNSAID;
	if (!*text)
		return OK;
	if (!parse_i64(text, range.min, range.max, &value))
		return err_note(cx, ERR_INPUT,
			"%s is not a whole number from %" PRId64 " to %" PRId64, column, range.min,
			range.max);
	*out = (int)value;
	return OK;
}

enum err past_tell(struct cx *cx, const struct past_to *to, struct past *play)
{
	const struct report *r = &play->named;

	if (r->ids.count == 0 && !play->unnamed)
		play->unnamed = "it has a title and no id";
	if (r->kind == KIND_SHOW && (r->season == UNSAID || r->episode == UNSAID) && !play->unnamed)
		play->unnamed = "it does not say which episode";
	return to->tell(cx, to->arg, play);
}
