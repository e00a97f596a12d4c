/* SPDX-License-Identifier: MIT */
/* history.c -- completed plays, newest first, by days of the person's zone. */
#include "shared/store/history.h"
#include "cgi/api/api.h"
#include "shared/base/parse.h"
#include "shared/base/zone.h"

enum { DATE_TEXT = 10 };
_Static_assert((int)API_LIMIT_MAX <= (int)HISTORY_LIST_MAX, "longer lists");

/* The number that these characters write, or -1. */
static int digits(struct cx *cx, const char *text, size_t length)
{
	int64_t value;

	if (!parse_i64(arena_strndup(cx->arena, text, length), 0, 9999, &value))
		return -1;
	return (int)value;
}

/* Parses "2026-11-22". False also for a date that does not exist. */
static bool read_date(struct cx *cx, const char *text, int64_t *day)
{
	int year, month, date;
	struct civil back;

	if (strlen(text) != DATE_TEXT || text[4] != '-' || text[7] != '-')
		return false;
	year = digits(cx, text, 4);
	month = digits(cx, text + 5, 2);
	date = digits(cx, text + 8, 2);
	if (year < 1970 || month < 1 || month > 12 || date < 1 || date > 31)
		return false;
	*day = zone_day_of(year, month, date);
	back = zone_date(*day);
	return back.month == month && back.day == date;
}

static enum err query_date(const struct call *c, const char *name, int64_t *day)
{
	const char *text = form_text(c->form, name);

	if (!text || read_date(c->cx, text, day))
		return OK;
	return err_field(c->cx, name, "a date such as 2026-11-22");
}

/* The store filters by the later end of the range, the caller by *from_ms. */
static enum err read_filter(const struct call *c, struct history_filter *out, int64_t *from_ms)
{
	static const char *const names[] = { "from", "to", "kind", "limit", "before", NULL };
	int64_t from = 0, to = UNSAID;
	struct api_page page;

	TRY(api_query(c, names));
	TRY(query_date(c, "from", &from));
	TRY(query_date(c, "to", &to));
	*out = (struct history_filter){ .user_id = c->visitor->user_id, .state = PLAY_COMPLETED };
	TRY(api_query_kind(c, &out->kind));
	TRY(api_query_moments(c, &page));
	out->limit = (int)page.limit;
	out->before_ms = page.before_ms;
	out->before_id = page.before_id;
	*from_ms = from > 0 ? zone_day_starts(from) : 0;
	/* With the id 0, rows of that very moment are left out as well. */
	if (to != UNSAID && zone_day_starts(to + 1) <= out->before_ms) {
		out->before_ms = zone_day_starts(to + 1);
		out->before_id = 0;
	}
	return OK;
}

static void put_row(struct buf *out, const struct history_row *row)
{
	bool is_dated = row->at_ms != UNDATED_MS;
	struct civil c = zone_civil(row->at_ms);
	char day[40];

	snprintf(day, sizeof(day), "%04d-%02d-%02d", c.year, c.month, c.day);
	jput_open(out, NULL, '{');
	jput_i64(out, "play", row->id);
	jput_i64(out, "work", row->work_id);
	jput_str(out, "kind", kind_name(row->kind));
	jput_str_or_null(out, "title", row->title);
	jput_i64_or_null(out, "season", row->season);
	jput_i64_or_null(out, "episode", row->episode);
	jput_str_or_null(out, "part_title", row->part_title);
	jput_str_or_null(out, "provider", row->provider);
	jput_str_or_null(out, "integration", row->integration);
	jput_str_or_null(out, "day", is_dated ? day : NULL);
	jput_time(out, "completed_at", is_dated ? row->at_ms : UNSAID);
	jput_bool(out, "day_only", row->day_only);
	jput_i64_or_null(out, "duration_ms", row->duration_ms);
	jput_close(out, '}');
}

enum err api_history_get(struct call *c)
{
	const struct history_row *rows = NULL;
	struct history_filter filter;
	const char *next = NULL;
	int64_t from_ms = 0;
	size_t count = 0, n = 0;

	zone_use(c->visitor->time_zone);
	TRY(read_filter(c, &filter, &from_ms));
	TRY(store_history_list(c->cx, c->store, &filter, &rows, &count));
	api_list_open(c->out);
	while (n < count && rows[n].at_ms >= from_ms)
		put_row(c->out, &rows[n++]);
	if (n > 0 && n == (size_t)filter.limit) {
		const struct history_row *last = &rows[n - 1];

		next = api_next_moment(c->cx, last->at_ms, last->id);
	}
	api_list_close(c->out, next);
	return OK;
}
