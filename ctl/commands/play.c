/* SPDX-License-Identifier: MIT */
/* play.c -- `ryotctl play`, and plays as other commands show them. */
#include "ctl/commands/play.h"

#include "ctl/command.h"
#include "shared/store/delivery.h"
#include "shared/wire/play.h"

enum { LIMIT_UNSAID = 50 };

struct play_args {
	const char *user, *state;
	int64_t limit, before;
};
#define AT(member) offsetof(struct play_args, member)

/* A work without a title goes by its first id. */
static const char *work_title(struct arena *a, const struct play *play)
{
	const struct id *first = &play->ids.list[0];

	if (play->title)
		return play->title;
	if (play->ids.count == 0)
		return arena_printf(a, "%s without a title", kind_name(play->kind));
	return arena_printf(
		a, "%s %s %s", kind_name(play->kind), catalog_name(first->source), first->value);
}

const char *play_name(
	struct arena *a, const char *title, int season, int episode, const char *part_title)
{
	if (season >= 0 && episode >= 0)
		title = arena_printf(
			a, "%s%sS%02dE%02d", title ? title : "", title ? " " : "", season, episode);
	if (part_title && title)
		title = arena_printf(a, "%s: %s", title, part_title);
	return title ? title : part_title;
}

void play_put_object(struct buf *out, const struct play *play)
{
	jput_open(out, NULL, '{');
	play_put(out, play);
	jput_str(out, "user", play->user_name);
	jput_close(out, '}');
}

enum err play_of_delivery(struct cx *cx, struct ctl *ctl, int64_t delivery_id,
	const struct play **rows, size_t *count)
{
	int64_t ids[REPORT_PARTS_MAX];
	struct play *plays = arena_array(cx->arena, NELEM(ids), sizeof(*plays));
	size_t found = 0;
	enum err err = store_delivery_plays(cx, ctl->store, delivery_id, ids, NELEM(ids), &found);

	*rows = plays;
	*count = 0;
	for (size_t i = 0; i < found && err == OK; i++) {
		const struct play *play = NULL;

		err = store_play_by_id(cx, ctl->store, ids[i], &play);
		if (err == OK && play)
			plays[(*count)++] = *play;
	}
	return err;
}

void play_print(struct cx *cx, struct ctl *ctl, const struct play *rows, size_t count)
{
	static const struct column columns[] = {
		{ "ID", TABLE_RIGHT },
		{ "USER", TABLE_SHORTEN },
		{ "TITLE", TABLE_SHORTEN },
		{ "STATE", 0 },
		{ "%", TABLE_RIGHT },
		{ "FROM", 0 },
		{ "UPDATED (UTC)", 0 },
	};
	struct table t;

	table_init(&t, cx->arena, columns, NELEM(columns));
	for (size_t i = 0; i < count; i++) {
		const struct play *p = &rows[i];

		table_addf(&t, "%" PRId64, p->id);
		table_add(&t, p->user_name);
		table_add(&t, play_name(cx->arena, work_title(cx->arena, p), p->season, p->episode,
				      p->part_title));
		table_add(&t, state_word(p->state));
		table_add_percent(&t, p->state == PLAY_COMPLETED ? SHARE_WHOLE : p->share);
		table_add(&t, p->provider);
		table_add_time(&t, p->updated_ms == UNDATED_MS ? UNSAID : p->updated_ms);
	}
	ctl_print_table(ctl, &t);
}

static enum err list(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct play_args *a = args;
	struct play_filter filter = {
		.before_id = a->before,
		.limit = a->limit ? (int)a->limit : LIMIT_UNSAID,
	};
	const struct play *rows = NULL;
	size_t count = 0;
	bool is_full;

	if (a->state && !state_parse(a->state, &filter.state))
		return err_note(cx, ERR_USAGE, "--state is %s or %s, not \"%s\"",
			state_name(PLAY_IN_PROGRESS), state_name(PLAY_COMPLETED), a->state);
	TRY(ctl_user_id(cx, ctl, a->user, &filter.user_id));
	TRY(store_play_list(cx, ctl->store, &filter, &rows, &count));
	is_full = count == (size_t)filter.limit;
	if (ctl->is_json) {
		jput_open(&ctl->out, NULL, '{');
		jput_open(&ctl->out, "plays", '[');
		for (size_t i = 0; i < count; i++)
			play_put_object(&ctl->out, &rows[i]);
		jput_close(&ctl->out, ']');
		jput_i64_or_null(&ctl->out, "next_before", is_full ? rows[count - 1].id : UNSAID);
		jput_close(&ctl->out, '}');
		return OK;
	}
	if (count > 0)
		play_print(cx, ctl, rows, count);
	else if (a->before || a->state)
		ctl_advise(ctl, "No such plays.");
	else
		ctl_advise(ctl, "No plays. \"ryotctl delivery list\" shows what was "
				"received and why it led to none.");
	if (is_full)
		ctl_advise(ctl, "Older ones: --before %" PRId64, rows[count - 1].id);
	return OK;
}

/* clang-format off */
static const struct arg list_args[] = {
	{ "--before", "ID", ARG_ID, ARG_OPTIONAL, 0, AT(before),
		"only older ones" },
	{ "--limit", "N", ARG_COUNT, ARG_OPTIONAL, PLAY_LIST_MAX, AT(limit),
		"how many at most, up to 1000 (50)" },
	{ "--state", "STATE", ARG_TEXT, ARG_OPTIONAL, 20, AT(state),
		"in_progress or completed" },
	{ "--user", "NAME", ARG_TEXT, ARG_OPTIONAL, USER_NAME_MAX, AT(user),
		"only those of one user" },
};
/* clang-format on */

const struct command command_play_list = {
	.noun = "play",
	.verb = "list",
	.usage = "[--user NAME] [--state STATE] [--limit N] [--before ID]",
	.summary = "List plays, newest first",
	.opening = OPEN_READ,
	.args = { list_args, NELEM(list_args), sizeof(struct play_args) },
	.run = list,
};
