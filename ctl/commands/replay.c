/* SPDX-License-Identifier: MIT */
/*
 * replay.c -- processes deliveries again, with the current code and settings.
 *
 * Each delivery is a separate transaction, so webhooks wait for one at most and
 * an interrupted run keeps what it has done. The oldest comes first, so that
 * plays advance as they did. A scratch arena for one delivery bounds memory.
 */
#include "shared/actions/replay.h"
#include "ctl/command.h"
#include "ctl/commands/delivery.h"
#include "ctl/commands/play.h"
#include "ctl/commands/rehearse.h"
#include "ctl/commands/replay_list.h"
#include "shared/base/clock.h"
#include "shared/base/unit.h"
#include "shared/base/wake.h"
#include "shared/providers/provider.h"

/* For one body and what is read from it, or one page of the list. */
#define SCRATCH_MAX MIB(64)

struct replay_args {
	int64_t id;
	bool all_unmatched, dry_run;
};
#define AT(member) offsetof(struct replay_args, member)

static enum err replay_row(struct cx *cx, struct ctl *ctl, int64_t id, struct verdict *out)
{
	const struct replay what = { .delivery_id = id, .read = sink_read_again };
	enum err err;

	TRY(store_begin(cx, ctl->store));
	err = store_end(cx, ctl->store, replay(cx, ctl->store, &what, out));
	if (err == OK && out->is_asking)
		wake_send(ctl->conf->yank_socket); /* else the schedule starts it */
	if (err == ERR_NOT_FOUND)
		return delivery_missing(cx, id);
	/* A missing body counts as a missing delivery. */
	return err == ERR_CONFLICT ? ERR_NOT_FOUND : err;
}

/* Leaves the object open for further members. */
static void put_open(struct buf *out, const struct verdict *v)
{
	jput_open(out, NULL, '{');
	jput_i64(out, "delivery", v->delivery_id);
	jput_str(out, "outcome", outcome_name(reason_outcome(v->reason)));
	jput_str(out, "reason", reason_name(v->reason));
	jput_str(out, "detail", v->detail);
}

static enum err replay_one(struct cx *cx, struct ctl *ctl, int64_t id)
{
	struct verdict v = { 0 };
	const struct play *plays = NULL;
	size_t count = 0;

	TRY(replay_row(cx, ctl, id, &v));
	TRY(play_of_delivery(cx, ctl, id, &plays, &count));
	if (ctl->is_json) {
		put_open(&ctl->out, &v);
		jput_open(&ctl->out, "plays", '[');
		for (size_t i = 0; i < count; i++)
			play_put_object(&ctl->out, &plays[i]);
		jput_close(&ctl->out, ']');
		jput_close(&ctl->out, '}');
		return OK;
	}
	ctl_say(ctl, "Delivery %" PRId64 ": %s, %s. %s", id, outcome_name(reason_outcome(v.reason)),
		reason_name(v.reason), v.detail);
	if (count > 0)
		play_print(cx, ctl, plays, count);
	return OK;
}

struct tally {
	struct ctl *ctl;
	struct table changed;
	size_t shown, tried, skipped, too_large;
	size_t by_outcome[OUTCOME__COUNT];
};

static void note(struct tally *t, const struct verdict *v)
{
	enum outcome outcome = reason_outcome(v->reason);

	t->tried++;
	t->by_outcome[outcome]++;
	if (outcome == OUTCOME_UNMATCHED || t->shown == SHOWN_MAX)
		return;
	t->shown++;
	if (t->ctl->is_json) {
		put_open(&t->ctl->out, v);
		jput_close(&t->ctl->out, '}');
		return;
	}
	table_addf(&t->changed, "%" PRId64, v->delivery_id);
	table_add(&t->changed, outcome_name(outcome));
	table_add(&t->changed, reason_name(v->reason));
	table_add(&t->changed, v->detail);
}

struct attempt {
	struct ctl *ctl;
	int64_t id;
	struct verdict verdict;
};

static enum err try_row(struct cx *cx, void *arg)
{
	struct attempt *attempt = arg;

	return replay_row(cx, attempt->ctl, attempt->id, &attempt->verdict);
}

/* One that is too large does not keep the others from their turn. */
static enum err replay_listed(struct cx *scratch, int64_t id, struct tally *tally)
{
	struct attempt attempt = { .ctl = tally->ctl, .id = id };
	enum err err;

	arena_reset(scratch->arena);
	scratch->now_ms = clock_now_ms();
	err = unit_run(scratch, SCRATCH_MAX, try_row, &attempt);
	if (err == ERR_NOT_FOUND) {
		tally->skipped++;
		return OK;
	}
	if (err == ERR_TOO_LARGE) {
		store_settle(tally->ctl->store);
		store_rollback(tally->ctl->store);
		tally->too_large++;
		ctl_advise(tally->ctl, "Delivery %" PRId64 ": %s", id, scratch->note);
		return OK;
	}
	TRY(err);
	note(tally, &attempt.verdict);
	return OK;
}

static enum err replay_pages(struct cx *scratch, const struct page *page, struct tally *tally)
{
	for (; page; page = page->newer)
		for (size_t i = page->count; i-- > 0;)
			TRY(replay_listed(scratch, page->ids[i], tally));
	return OK;
}

static void put_tally(struct buf *out, const struct tally *t)
{
	jput_close(out, ']');
	jput_i64(out, "replayed", (int64_t)t->tried);
	jput_i64(out, "without_body", (int64_t)t->skipped);
	jput_i64(out, "too_large", (int64_t)t->too_large);
	jput_open(out, "outcomes", '{');
	for (size_t i = 0; i < OUTCOME__COUNT; i++)
		jput_i64(out, outcome_name((enum outcome)i), (int64_t)t->by_outcome[i]);
	jput_close(out, '}');
	jput_close(out, '}');
}

static void print_tally(struct ctl *ctl, const struct tally *t)
{
	if (t->shown > 0)
		ctl_print_table(ctl, &t->changed);
	if (t->tried + t->skipped + t->too_large == 0) {
		ctl_advise(ctl, "There are no unmatched deliveries.");
		return;
	}
	replay_say_too_large(ctl, t->too_large);
	ctl_say(ctl,
		"%zu replayed: %zu tracked, %zu known or ignored, %zu waiting, %zu still "
		"unmatched; %zu without a body.",
		t->tried, t->by_outcome[OUTCOME_TRACKED],
		t->by_outcome[OUTCOME_DUPLICATE] + t->by_outcome[OUTCOME_IGNORED] +
			t->by_outcome[OUTCOME_REFUSED],
		t->by_outcome[OUTCOME_WAITING], t->by_outcome[OUTCOME_UNMATCHED], t->skipped);
}

static enum err replay_all(struct cx *cx, struct cx *scratch, struct ctl *ctl)
{
	static const struct column columns[] = {
		{ "ID", TABLE_RIGHT },
		{ "OUTCOME", 0 },
		{ "REASON", 0 },
		{ "DETAIL", TABLE_SHORTEN },
	};
	struct tally tally = { .ctl = ctl };
	struct page *oldest = NULL;
	enum err err;

	TRY(replay_collect(cx, scratch, ctl->store, outcome_name(OUTCOME_UNMATCHED), &oldest));
	table_init(&tally.changed, cx->arena, columns, NELEM(columns));
	if (ctl->is_json) {
		jput_open(&ctl->out, NULL, '{');
		jput_open(&ctl->out, "changed", '[');
	}
	err = replay_pages(scratch, oldest, &tally);
	if (ctl->is_json)
		put_tally(&ctl->out, &tally);
	else
		print_tally(ctl, &tally);
	return err;
}

static enum err run(struct cx *cx, struct ctl *ctl, const void *args)
{
	const struct replay_args *a = args;
	struct arena arena;
	struct cx scratch = { .arena = &arena, .now_ms = cx->now_ms };
	enum err err;

	if ((a->id != 0) + a->all_unmatched + a->dry_run != 1)
		return err_note(
			cx, ERR_USAGE, "name one delivery, or --all-unmatched, or --dry-run");
	if (a->id != 0)
		return replay_one(cx, ctl, a->id);
	arena_init_child(&arena, cx->arena, SCRATCH_MAX);
	err = a->dry_run ? rehearse(cx, &scratch, ctl) : replay_all(cx, &scratch, ctl);
	arena_finish(&arena);
	return err == OK ? OK : err_note(cx, err, "%s", scratch.note);
}

/* clang-format off */
static const struct arg args[] = {
	{ "ID", NULL, ARG_ID, ARG_OPTIONAL, 0, AT(id), "the delivery" },
	{ "--all-unmatched", NULL, ARG_FLAG, ARG_OPTIONAL, 0,
		AT(all_unmatched), "all deliveries that matched no work" },
	{ "--dry-run", NULL, ARG_FLAG, ARG_OPTIONAL, 0, AT(dry_run),
		"everything that is kept, in a copy: what would change" },
};
/* clang-format on */

const struct command command_delivery_replay = {
	.noun = "delivery",
	.verb = "replay",
	.usage = "ID | --all-unmatched | --dry-run",
	.summary = "Process deliveries again, with the current code and settings",
	.details = "Keeps the original time of each report. Needs the body, "
		   "which is kept for every\nreport that may be a play.\n"
		   "With --dry-run, everything that is kept is weighed again in a copy of the "
		   "database,\nand what would come out differently is listed.",
	.opening = OPEN_WRITE,
	.args = { args, NELEM(args), sizeof(struct replay_args) },
	.run = run,
};
