/* SPDX-License-Identifier: MIT */
#include "worker/report.h"

#include <unistd.h>

#include "shared/base/log.h"
#include "shared/base/shown.h"
#include "shared/base/utf8.h"
#include "shared/json/write.h"

enum { BAR_WIDTH = 30, BAR_FROM_ROWS = 500, TITLE_BYTES = 60 };

static void clear_bar(struct reporter *r)
{
	if (r->has_bar)
		fputs("\r\033[K", stderr);
	r->has_bar = false;
}

/* Only a first import takes long enough to need a progress bar. */
static void progress(void *arg, const struct yank_summary *s)
{
	struct reporter *r = arg;
	struct arena_mark mark = arena_mark(r->arena);
	int64_t stored = s->changed + s->failed;
	int full;

	if (r->mode != REPORT_LINES || s->seen < BAR_FROM_ROWS || !isatty(STDERR_FILENO))
		return;
	full = (int)(stored * BAR_WIDTH / s->seen);
	fprintf(stderr, "\r%-20.20s [%.*s%.*s] %" PRId64 " of %" PRId64 " rows",
		shown_text(r->arena, s->integration->name), full, "##############################",
		BAR_WIDTH - full, "..............................", stored, s->seen);
	fflush(stderr);
	arena_rewind(r->arena, mark);
	r->has_bar = true;
}

/* Titles come from the server: escape control characters for the terminal. */
static void row(void *arg, const struct yank_summary *s, const char *title, const char *reason,
	const char *detail)
{
	struct reporter *r = arg;
	struct arena_mark mark = arena_mark(r->arena);
	size_t length;

	(void)s;
	(void)detail;
	if (r->mode != REPORT_ROWS)
		return;
	if (!title)
		title = "(no title)";
	length = strlen(title);
	if (length > TITLE_BYTES)
		length = utf8_cut(title, TITLE_BYTES);
	printf("  %-17s %s\n", reason, log_quote(r->arena, arena_strndup(r->arena, title, length)));
	arena_rewind(r->arena, mark); /* there may be many rows */
}

static void put_json(struct reporter *r, const struct yank_summary *s)
{
	struct buf *b = r->json;

	jput_open(b, NULL, '{');
	if (s->integration) {
		jput_i64(b, "integration", s->integration->id);
		jput_str(b, "provider", s->integration->provider);
		jput_str(b, "user", s->integration->user_name);
		jput_str(b, "name", s->integration->name);
	}
	jput_bool(b, "ok", s->err == OK);
	jput_str_or_null(b, "error", s->err == OK ? NULL : err_name(s->err));
	jput_str_or_null(b, "note", s->err == OK ? NULL : s->note);
	jput_i64(b, "seen", s->seen);
	jput_i64(b, "changed", s->changed);
	jput_i64(b, "tracked", s->tracked);
	jput_i64(b, "ignored", s->ignored);
	jput_i64(b, "unmatched", s->unmatched);
	jput_i64(b, "failed", s->failed);
	jput_i64(b, "requests", s->requests);
	jput_close(b, '}');
}

static void print_errors(const struct reporter *r, const struct yank_summary *s)
{
	const struct integration *i = s->integration;

	fflush(stdout);
	if (s->err != OK && i)
		fprintf(stderr, "ryot-yank: %s (integration %" PRId64 " of %s): %s\n",
			shown_text(r->arena, i->name), i->id, shown_text(r->arena, i->user_name),
			shown_text(r->arena, s->note));
	else if (s->err != OK)
		fprintf(stderr, "ryot-yank: %s\n", shown_text(r->arena, s->note));
	if (s->failed > 0 && i)
		fprintf(stderr,
			"ryot-yank: %s (integration %" PRId64 " of %s): %" PRId64
			" rows could not be read; see `ryotctl delivery list "
			"--integration %" PRId64 "`\n",
			shown_text(r->arena, i->name), i->id, shown_text(r->arena, i->user_name),
			s->failed, i->id);
}

static void done(void *arg, const struct yank_summary *s)
{
	struct reporter *r = arg;

	clear_bar(r);
	if (r->mode == REPORT_JSON) {
		put_json(r, s);
		return;
	}
	print_errors(r, s);
	if (r->mode == REPORT_ERRORS || !s->integration)
		return;
	printf("%s%s (%s): %" PRId64 " rows, %" PRId64 " changed: %" PRId64 " tracked, %" PRId64
	       " ignored, %" PRId64 " unmatched, %" PRId64 " failed; %" PRId64 " requests\n",
		r->is_dry ? "dry run: " : "", shown_text(r->arena, s->integration->name),
		shown_text(r->arena, s->integration->user_name), s->seen, s->changed, s->tracked,
		s->ignored, s->unmatched, s->failed, s->requests);
}

struct yank_observer report_observer(struct reporter *r)
{
	return (struct yank_observer){ .arg = r, .progress = progress, .row = row, .done = done };
}
