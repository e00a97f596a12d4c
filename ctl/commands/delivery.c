/* SPDX-License-Identifier: MIT */
/* delivery.c -- lists and shows deliveries; replay.c replays them. */
#include "ctl/commands/delivery.h"

#include "ctl/command.h"
#include "ctl/commands/play.h"
#include "ctl/terminal/text.h"
#include "shared/base/utf8.h"
#include "shared/wire/delivery.h"

#include <unistd.h>

enum { LIMIT_UNSAID = 50, WORD_MAX = 20 };

struct delivery_args {
	const char *user, *outcome;
	int64_t id, integration, limit, before;
	bool wants_body;
};
#define AT(member) offsetof(struct delivery_args, member)

enum err delivery_missing(struct cx *cx, int64_t id)
{
	return err_note(cx, ERR_NOT_FOUND,
		"there is no delivery %" PRId64 "; \"ryotctl delivery list\" shows what there is",
		id);
}

static enum err delivery_bodiless(struct cx *cx, const struct delivery *row)
{
	return err_note(cx, ERR_NOT_FOUND, "the body of delivery %" PRId64 " %s", row->id,
		delivery_body_lack(row));
}

static const char *outcome_of(const struct delivery *row)
{
	return outcome_name(reason_outcome(row->reason));
}

static const char *about(struct cx *cx, const struct delivery *row)
{
	return play_name(cx->arena, row->title, row->season, row->episode, row->part_title);
}

/* Leaves the object open for further members. */
static void put_open(struct buf *out, const struct delivery *row)
{
	jput_open(out, NULL, '{');
	delivery_put(out, row);
	jput_str(out, "user", row->user_name);
	jput_str_or_null(out, "event_id", row->event_id);
}

static void put_list(
	struct buf *out, const struct delivery *rows, size_t count, int64_t next_before)
{
	jput_open(out, NULL, '{');
	jput_open(out, "deliveries", '[');
	for (size_t i = 0; i < count; i++) {
		put_open(out, &rows[i]);
		jput_close(out, '}');
	}
	jput_close(out, ']');
	jput_i64_or_null(out, "next_before", next_before);
	jput_close(out, '}');
}

static void print_list(struct cx *cx, struct ctl *ctl, const struct delivery *rows, size_t count)
{
	static const struct column columns[] = {
		{ "ID", TABLE_RIGHT },
		{ "LAST (UTC)", 0 },
		{ "COUNT", TABLE_RIGHT },
		{ "USER", TABLE_SHORTEN },
		{ "INTEGRATION", TABLE_RIGHT },
		{ "FROM", 0 },
		{ "EVENT", TABLE_SHORTEN },
		{ "ABOUT", TABLE_SHORTEN },
		{ "OUTCOME", 0 },
		{ "REASON", 0 },
	};
	struct table t;

	table_init(&t, cx->arena, columns, NELEM(columns));
	for (size_t i = 0; i < count; i++) {
		const struct delivery *r = &rows[i];

		table_addf(&t, "%" PRId64, r->id);
		table_add_time(&t, r->last_ms);
		table_addf(&t, "%" PRId64, r->count);
		table_add(&t, r->user_name);
		table_addf(&t, "%" PRId64, r->integration_id);
		table_add(&t, r->provider);
		table_add(&t, r->event);
		table_add(&t, about(cx, r));
		table_add(&t, outcome_of(r));
		table_add(&t, reason_name(r->reason));
	}
	ctl_print_table(ctl, &t);
}

static enum err set_filter(struct cx *cx, struct ctl *ctl, const struct delivery_args *a,
	struct delivery_filter *filter)
{
	const struct integration *integration = NULL;
	enum outcome outcome;
	enum err err;

	*filter = (struct delivery_filter){
		.integration_id = a->integration,
		.before_id = a->before,
		.outcome = a->outcome,
		.limit = a->limit ? (int)a->limit : LIMIT_UNSAID,
	};
	if (a->outcome && !outcome_parse(a->outcome, &outcome))
		return err_note(cx, ERR_USAGE,
			"--outcome is tracked, duplicate, ignored, waiting, unmatched "
			"or refused, not \"%s\"",
			a->outcome);
	err = ctl_user_id(cx, ctl, a->user, &filter->user_id);
	if (err == OK && a->integration)
		err = ctl_integration(cx, ctl, a->integration, &integration);
	return err;
}

static enum err list(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct delivery *rows = NULL;
	struct delivery_filter filter;
	int64_t next_before = UNSAID;
	size_t count = 0;

	TRY(set_filter(cx, ctl, args, &filter));
	TRY(store_delivery_list(cx, ctl->store, &filter, &rows, &count));
	if (count == (size_t)filter.limit)
		next_before = rows[count - 1].id;
	if (ctl->is_json)
		put_list(&ctl->out, rows, count, next_before);
	else if (count > 0)
		print_list(cx, ctl, rows, count);
	else if (filter.before_id || filter.outcome)
		ctl_advise(ctl, "No such deliveries.");
	else
		ctl_advise(ctl, "No deliveries. If something was played and none "
				"appears, compare the URL set in the sender with "
				"\"ryotctl integration show ID\".");
	if (next_before != UNSAID)
		ctl_advise(ctl, "Older ones: --before %" PRId64, next_before);
	return OK;
}

static void print_details(
	struct cx *cx, struct ctl *ctl, const struct delivery *row, const struct bytes *body)
{
	static const struct column pairs[] = { { NULL, 0 }, { NULL, 0 } };
	struct table t;

	table_init(&t, cx->arena, pairs, NELEM(pairs));
	table_add(&t, "delivery");
	table_addf(&t, "%" PRId64, row->id);
	table_add(&t, "integration");
	table_addf(&t, "%" PRId64 " (%s)", row->integration_id, row->provider);
	table_add(&t, "user");
	table_add(&t, row->user_name);
	table_add(&t, "first (UTC)");
	table_add_time(&t, row->first_ms);
	table_add(&t, "last");
	table_add_time(&t, row->last_ms);
	table_add(&t, "received");
	table_addf(&t, "%" PRId64 " time%s", row->count, row->count == 1 ? "" : "s");
	table_add(&t, "event");
	table_add(&t, row->event);
	table_add(&t, "about");
	table_add(&t, about(cx, row));
	table_add(&t, "account there");
	table_add(&t, row->sender_user);
	table_add(&t, "outcome");
	table_add(&t, outcome_of(row));
	table_add(&t, "reason");
	table_add(&t, reason_name(row->reason));
	table_add(&t, "detail");
	table_add(&t, row->detail);
	table_add(&t, "body");
	if (body->at && (int64_t)body->length < row->bytes)
		table_addf(&t, "%" PRId64 " bytes, of which the first %zu are kept", row->bytes,
			body->length);
	else
		table_addf(&t, "%" PRId64 " bytes, %s", row->bytes,
			body->at ? "kept" : delivery_body_lack(row));
	table_add(&t, "replayed");
	table_add_time(&t, row->replayed_ms);
	table_print(&t, &ctl->out, 0);
}

/* Unchanged, except on a terminal, where control characters are escaped. */
static void print_body(struct ctl *ctl, const struct bytes *body)
{
	const char *text = body->at;

	if (!isatty(STDOUT_FILENO)) {
		buf_add(&ctl->out, text, body->length);
		return;
	}
	shown_add(&ctl->out, text, body->length, "\n\t");
	if (body->length > 0 && text[body->length - 1] != '\n')
		buf_puts(&ctl->out, "\n");
}

/* A body that is not UTF-8 cannot be a JSON string, so it is null. */
static void put_one(struct cx *cx, struct ctl *ctl, const struct delivery_args *a,
	const struct delivery *row, const struct bytes *body)
{
	struct buf *out = &ctl->out;
	const char *text = NULL;

	if (body->at && utf8_is_text(body->at, body->length))
		text = arena_strndup(cx->arena, body->at, body->length);
	put_open(out, row);
	jput_bool(out, "is_body_kept", body->at && (int64_t)body->length >= row->bytes);
	if (a->wants_body)
		jput_str_or_null(out, "body", text);
}

static void put_plays(struct buf *out, const struct play *plays, size_t count)
{
	jput_open(out, "plays", '[');
	for (size_t i = 0; i < count; i++)
		play_put_object(out, &plays[i]);
	jput_close(out, ']');
	jput_close(out, '}');
}

static enum err show(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct delivery_args *a = args;
	const struct delivery *row = NULL;
	const struct play *plays = NULL;
	struct bytes body;
	size_t count = 0;

	TRY(store_delivery_get(cx, ctl->store, a->id, &row, &body));
	if (!row)
		return delivery_missing(cx, a->id);
	TRY(play_of_delivery(cx, ctl, a->id, &plays, &count));
	if (ctl->is_json) {
		put_one(cx, ctl, a, row, &body);
		put_plays(&ctl->out, plays, count);
		return OK;
	}
	if (a->wants_body && !body.at)
		return delivery_bodiless(cx, row);
	if (a->wants_body) {
		print_body(ctl, &body);
		return OK;
	}
	print_details(cx, ctl, row, &body);
	ctl_say(ctl, "%s", "");
	if (count > 0)
		play_print(cx, ctl, plays, count);
	else
		ctl_say(ctl, "It changed no play.");
	return OK;
}

/* clang-format off */
static const struct arg list_args[] = {
	{ "--before", "ID", ARG_ID, ARG_OPTIONAL, 0, AT(before),
		"only older ones" },
	{ "--integration", "ID", ARG_ID, ARG_OPTIONAL, 0, AT(integration),
		"only those of one integration" },
	{ "--limit", "N", ARG_COUNT, ARG_OPTIONAL, DELIVERY_LIST_MAX,
		AT(limit), "how many at most, up to 1000 (50)" },
	{ "--outcome", "OUTCOME", ARG_TEXT, ARG_OPTIONAL, WORD_MAX,
		AT(outcome), "tracked, duplicate, ignored, waiting, unmatched, refused" },
	{ "--user", "NAME", ARG_TEXT, ARG_OPTIONAL, USER_NAME_MAX, AT(user),
		"only those of one user" },
};
static const struct arg show_args[] = {
	{ "ID", NULL, ARG_ID, ARG_NEEDED, 0, AT(id), "the delivery" },
	{ "--body", NULL, ARG_FLAG, ARG_OPTIONAL, 0, AT(wants_body),
		"print only the body, as received" },
};
/* clang-format on */

const struct command command_delivery_list = {
	.noun = "delivery",
	.verb = "list",
	.usage = "[--user NAME] [--integration ID] [--outcome OUTCOME]\n"
		 "       [--limit N] [--before ID]",
	.summary = "List received reports and their outcome, newest first",
	.opening = OPEN_READ,
	.args = { list_args, NELEM(list_args), sizeof(struct delivery_args) },
	.run = list,
};

const struct command command_delivery_show = {
	.noun = "delivery",
	.verb = "show",
	.usage = "ID [--body]",
	.summary = "Show one delivery with its reason and plays",
	.details = "With --json and --body, the body is an additional member; it "
		   "is null if it was\nnot kept or is not UTF-8.",
	.opening = OPEN_READ,
	.args = { show_args, NELEM(show_args), sizeof(struct delivery_args) },
	.run = show,
};
