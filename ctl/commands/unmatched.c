/* SPDX-License-Identifier: MIT */
/* unmatched.c -- `ryotctl unmatched`: things that no id names. */
#include "ctl/command.h"
#include "shared/actions/naming.h"
#include "shared/base/parse.h"
#include "shared/wire/thing.h"

struct unmatched_args {
	int64_t id, work, limit;
	const char *user, *as, *season_shift, *episode_shift;
	bool never, named, dry_run;
};
#define AT(member) offsetof(struct unmatched_args, member)

static const char *title_of(const struct thing *thing)
{
	return thing->title ? thing->title : "(no title)";
}

/* ---- list ---- */

static void print_list(struct cx *cx, struct ctl *ctl, const struct thing_row *rows, size_t count)
{
	static const struct column columns[] = { { "ID", TABLE_RIGHT }, { "USER", 0 },
		{ "INTEGRATION", TABLE_RIGHT }, { "FROM", 0 }, { "KIND", 0 },
		{ "TITLE", TABLE_SHORTEN }, { "REPORTS", TABLE_RIGHT }, { "LAST (UTC)", 0 },
		{ "IS", 0 } };
	struct table t;

	table_init(&t, cx->arena, columns, NELEM(columns));
	for (size_t i = 0; i < count; i++) {
		const struct thing_row *row = &rows[i];

		table_addf(&t, "%" PRId64, row->thing.id);
		table_add(&t, row->user_name);
		table_addf(&t, "%" PRId64, row->thing.integration_id);
		table_add(&t, row->provider);
		table_add(&t, kind_name(row->thing.kind));
		table_add(&t, title_of(&row->thing));
		table_addf(&t, "%" PRId64, row->reports);
		table_add_time(&t, row->last_ms);
		table_add(&t, naming_words(cx, &row->thing));
	}
	ctl_print_table(ctl, &t);
}

static enum err list(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct unmatched_args *a = args;
	struct thing_filter filter = { .is_named = a->named,
		.limit = a->limit ? (int)a->limit : THINGS_MAX };
	const struct thing_row *rows = NULL;
	size_t count = 0;

	TRY(ctl_user_id(cx, ctl, a->user, &filter.user_id));
	TRY(store_thing_list(cx, ctl->store, &filter, &rows, &count));
	if (!ctl->is_json && count > 0)
		print_list(cx, ctl, rows, count);
	if (count == 0)
		ctl_advise(ctl, a->named ? "Nothing was named yet." : "Nothing waits for a name.");
	if (!ctl->is_json)
		return OK;
	jput_open(&ctl->out, NULL, '{');
	jput_open(&ctl->out, "unmatched", '[');
	for (size_t i = 0; i < count; i++) {
		jput_open(&ctl->out, NULL, '{');
		jput_str(&ctl->out, "user", rows[i].user_name);
		thing_put(&ctl->out, &rows[i]);
		jput_close(&ctl->out, '}');
	}
	jput_close(&ctl->out, ']');
	jput_close(&ctl->out, '}');
	return OK;
}

/* ---- name and undo ---- */

static void put_effect(struct ctl *ctl, const struct naming_effect *e, bool is_preview)
{
	const struct thing_effect effect = { &e->tally, e->plays, e->play_count, e->play_total };
	struct buf *out = &ctl->out;

	jput_open(out, NULL, '{');
	jput_i64(out, "id", e->thing.id);
	jput_bool(out, "is_preview", is_preview);
	thing_choice_put(out, &e->thing);
	jput_i64_or_null(out, "work", e->work_id ? e->work_id : UNSAID);
	jput_str_or_null(out, "work_title", e->title);
	thing_effect_put(out, &effect);
	jput_close(out, '}');
}

static void print_plays(struct cx *cx, struct ctl *ctl, const struct naming_effect *e)
{
	static const struct column columns[] = { { "SEASON", TABLE_RIGHT },
		{ "EPISODE", TABLE_RIGHT }, { "TITLE", TABLE_SHORTEN }, { "STATE", 0 },
		{ "%", TABLE_RIGHT }, { "UPDATED (UTC)", 0 } };
	struct table t;

	table_init(&t, cx->arena, columns, NELEM(columns));
	for (size_t i = 0; i < e->play_count; i++) {
		const struct thing_play *p = &e->plays[i];

		table_add(&t, p->season < 0 ? NULL : arena_printf(cx->arena, "%d", p->season));
		table_add(&t, p->episode < 0 ? NULL : arena_printf(cx->arena, "%d", p->episode));
		table_add(&t, p->part_title ? p->part_title : p->title);
		table_add(&t, state_name(p->state));
		table_add_percent(&t, p->share);
		table_add_time(&t, p->updated_ms);
	}
	ctl_print_table(ctl, &t);
}

static void tell(struct cx *cx, struct ctl *ctl, const struct naming_effect *e, bool is_preview)
{
	const int64_t *by = e->tally.by_outcome;

	if (ctl->is_json) {
		put_effect(ctl, e, is_preview);
		return;
	}
	if (e->play_count > 0)
		print_plays(cx, ctl, e);
	ctl_say(ctl,
		"%s: %s%s%s. %" PRId64 " deliveries: %" PRId64 " tracked, %" PRId64
		" known or ignored, %" PRId64 " unmatched; %" PRId64 " plays.%s",
		title_of(&e->thing), naming_words(cx, &e->thing), e->title ? ", " : "",
		e->title ? e->title : "", e->tally.deliveries, by[OUTCOME_TRACKED],
		by[OUTCOME_IGNORED] + by[OUTCOME_DUPLICATE], by[OUTCOME_UNMATCHED], e->play_total,
		is_preview ? " Nothing was changed." : "");
}

static enum err missing(struct cx *cx, enum err err, int64_t id)
{
	if (err != ERR_NOT_FOUND)
		return err;
	return err_note(cx, err,
		"there is no unmatched thing %" PRId64 "; `ryotctl unmatched list` lists them", id);
}

static enum err read_shift(struct cx *cx, const char *option, const char *text, int *out)
{
	int64_t number = 0;

	if (text && !parse_i64(text, -SHIFT_MAX, SHIFT_MAX, &number))
		return err_note(cx, ERR_USAGE, "%s is a whole number from %d to %d", option,
			-SHIFT_MAX, SHIFT_MAX);
	*out = (int)number;
	return OK;
}

static enum err name(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct unmatched_args *a = args;
	struct naming naming = {
		.thing_id = a->id, .id = a->as, .work_id = a->work, .never = a->never
	};
	struct naming_effect effect;
	enum err err;

	if ((a->as != NULL) + (a->work != 0) + a->never != 1)
		return err_note(cx, ERR_USAGE, "say one of --as, --work and --never");
	TRY(read_shift(cx, "--season-shift", a->season_shift, &naming.shift.season));
	TRY(read_shift(cx, "--episode-shift", a->episode_shift, &naming.shift.episode));
	TRY(store_begin(cx, ctl->store));
	err = naming_apply(cx, ctl->store, &naming, &effect);
	if (err == OK && a->dry_run)
		store_rollback(ctl->store);
	else
		err = store_end(cx, ctl->store, err);
	TRY(missing(cx, err, a->id));
	tell(cx, ctl, &effect, a->dry_run);
	return OK;
}

static enum err undo(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct unmatched_args *a = args;
	struct naming_effect effect;
	enum err err;

	TRY(store_begin(cx, ctl->store));
	err = store_end(cx, ctl->store, naming_undo(cx, ctl->store, 0, a->id, &effect));
	TRY(missing(cx, err, a->id));
	tell(cx, ctl, &effect, false);
	return OK;
}

/* clang-format off */
static const struct arg list_args[] = {
	{ "--limit", "N", ARG_COUNT, ARG_OPTIONAL, THINGS_MAX, AT(limit),
		"how many at most, up to 200 (200)" },
	{ "--named", NULL, ARG_FLAG, ARG_OPTIONAL, 0, AT(named),
		"those that were named, instead of those that wait" },
	{ "--user", "NAME", ARG_TEXT, ARG_OPTIONAL, USER_NAME_MAX, AT(user),
		"only those of one user" },
};
static const struct arg name_args[] = {
	{ "ID", NULL, ARG_ID, ARG_NEEDED, 0, AT(id), "the thing, of `unmatched list`" },
	{ "--as", "TEXT", ARG_TEXT, ARG_OPTIONAL, ADDRESS_MAX, AT(as),
		"an id, alone or with its catalog before it, or the address of its page" },
	{ "--dry-run", NULL, ARG_FLAG, ARG_OPTIONAL, 0, AT(dry_run),
		"change nothing: print what would come of it" },
	{ "--episode-shift", "N", ARG_SETTING, ARG_OPTIONAL, 0, AT(episode_shift),
		"add this to the numbers of episodes" },
	{ "--never", NULL, ARG_FLAG, ARG_OPTIONAL, 0, AT(never), "never track it" },
	{ "--season-shift", "N", ARG_SETTING, ARG_OPTIONAL, 0, AT(season_shift),
		"add this to the numbers of seasons" },
	{ "--work", "ID", ARG_ID, ARG_OPTIONAL, 0, AT(work),
		"one of the person's works, by its number in the address of its page" },
};
static const struct arg undo_args[] = {
	{ "ID", NULL, ARG_ID, ARG_NEEDED, 0, AT(id), "the thing, of `unmatched list --named`" },
};
/* clang-format on */

const struct command command_unmatched_list = {
	.noun = "unmatched",
	.verb = "list",
	.usage = "[--user NAME] [--named] [--limit N]",
	.summary = "List what was reported without an id, by thing",
	.opening = OPEN_READ,
	.args = { list_args, NELEM(list_args), sizeof(struct unmatched_args) },
	.run = list,
};

const struct command command_unmatched_name = {
	.noun = "unmatched",
	.verb = "name",
	.usage = "ID --as TEXT | --work ID | --never\n"
		 "       [--season-shift N] [--episode-shift N] [--dry-run]",
	.summary = "Say once what a thing is, and weigh its reports again",
	.details = "The choice is remembered: later reports of it are taken for that, too.",
	.opening = OPEN_WRITE,
	.args = { name_args, NELEM(name_args), sizeof(struct unmatched_args) },
	.run = name,
};

const struct command command_unmatched_undo = {
	.noun = "unmatched",
	.verb = "undo",
	.usage = "ID",
	.summary = "Forget what a thing is, and take back what came of it",
	.details = "Plays that other reports told of as well, and those that their person has\n"
		   "changed, stay.",
	.opening = OPEN_WRITE,
	.args = { undo_args, NELEM(undo_args), sizeof(struct unmatched_args) },
	.run = undo,
};
