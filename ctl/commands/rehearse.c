/* SPDX-License-Identifier: MIT */
#include "ctl/commands/rehearse.h"

#include "ctl/commands/replay_list.h"
#include "shared/actions/replay.h"
#include "shared/base/unit.h"
#include "shared/db/file.h"
#include "shared/providers/provider.h"
#include "shared/store/play.h"
#include "shared/store/sitting.h"

#include <unistd.h>

struct plays {
	int64_t all, completed;
};

static enum err count_plays(struct cx *cx, struct store *s, struct plays *out)
{
	struct play_filter filter = { .limit = PLAY_LIST_MAX };
	const struct play *rows = NULL;
	size_t count = 0;

	*out = (struct plays){ 0 };
	do {
		TRY(store_play_list(cx, s, &filter, &rows, &count));
		for (size_t i = 0; i < count; i++)
			out->completed += rows[i].state == PLAY_COMPLETED;
		out->all += (int64_t)count;
		if (count > 0)
			filter.before_id = rows[count - 1].id;
	} while (count == PLAY_LIST_MAX);
	return OK;
}

struct rehearsal {
	struct ctl *ctl;
	struct store *store; /* the copy */
	struct table changed;
	struct plays before, after;
	size_t weighed, differing, too_large;
};

/* What a delivery led to then, and what it would lead to today. */
static void note_difference(
	struct rehearsal *r, int64_t id, enum reason then, const struct verdict *v)
{
	struct buf *out = &r->ctl->out;

	r->weighed++;
	if (then == v->reason || r->differing++ >= SHOWN_MAX)
		return;
	if (r->ctl->is_json) {
		jput_open(out, NULL, '{');
		jput_i64(out, "delivery", id);
		jput_str(out, "was", reason_name(then));
		jput_str(out, "would_be", reason_name(v->reason));
		jput_str(out, "detail", v->detail);
		jput_close(out, '}');
		return;
	}
	table_addf(&r->changed, "%" PRId64, id);
	table_add(&r->changed, reason_name(then));
	table_add(&r->changed, reason_name(v->reason));
	table_add(&r->changed, v->detail);
}

static enum err rehearse_one(struct cx *cx, struct rehearsal *r, int64_t id)
{
	const struct replay what = { .delivery_id = id, .read = sink_read_again };
	const struct delivery *row = NULL;
	struct verdict v = { 0 };
	struct bytes body;
	enum reason then;
	enum err err;

	TRY(store_delivery_get(cx, r->store, id, &row, &body));
	if (!row || !body.at)
		return OK;
	then = row->reason;
	cx->now_ms = row->last_ms;
	err = replay(cx, r->store, &what, &v);
	if (err != OK)
		return err == ERR_CONFLICT ? OK : err;
	note_difference(r, id, then, &v);
	return OK;
}

struct turn {
	struct rehearsal *r;
	int64_t id;
};

static enum err take_turn(struct cx *cx, void *arg)
{
	const struct turn *turn = arg;

	return rehearse_one(cx, turn->r, turn->id);
}

/* One that is too large leaves nothing behind, and does not stop the others. */
static enum err rehearse_listed(struct cx *scratch, struct rehearsal *r, int64_t id)
{
	struct store *s = r->store;
	struct turn turn = { r, id };
	enum err err;

	arena_reset(scratch->arena);
	TRY(store_mark(scratch, s));
	err = unit_run(scratch, scratch->arena->ceiling, take_turn, &turn);
	if (err != ERR_TOO_LARGE)
		return err == OK ? store_keep(scratch, s) : err;
	store_settle(s);
	store_undo(s);
	r->too_large++;
	ctl_advise(r->ctl, "Delivery %" PRId64 ": %s", id, scratch->note);
	return OK;
}

static enum err rehearse_all(struct cx *cx, struct cx *scratch, struct rehearsal *r)
{
	struct page *oldest = NULL;

	TRY(replay_collect(cx, scratch, r->store, NULL, &oldest));
	TRY(count_plays(cx, r->store, &r->before));
	TRY(store_play_forget(cx, r->store));
	for (struct page *page = oldest; page; page = page->newer)
		for (size_t i = page->count; i-- > 0;)
			TRY(rehearse_listed(scratch, r, page->ids[i]));
	return count_plays(cx, r->store, &r->after);
}

/* Of the copy. */
static enum err rehearse_in_transaction(struct cx *cx, struct cx *scratch, struct rehearsal *r)
{
	TRY(store_begin(cx, r->store));
	return store_end(cx, r->store, rehearse_all(cx, scratch, r));
}

static void put_plays(struct buf *out, const char *key, const struct plays *plays)
{
	jput_open(out, key, '{');
	jput_i64(out, "all", plays->all);
	jput_i64(out, "completed", plays->completed);
	jput_close(out, '}');
}

static void tell_rehearsal(struct ctl *ctl, const struct rehearsal *r)
{
	if (ctl->is_json) {
		jput_close(&ctl->out, ']');
		jput_i64(&ctl->out, "weighed", (int64_t)r->weighed);
		jput_i64(&ctl->out, "differing", (int64_t)r->differing);
		jput_i64(&ctl->out, "too_large", (int64_t)r->too_large);
		put_plays(&ctl->out, "plays", &r->before);
		put_plays(&ctl->out, "plays_would_be", &r->after);
		jput_close(&ctl->out, '}');
		return;
	}
	if (r->differing > 0)
		ctl_print_table(ctl, &r->changed);
	replay_say_too_large(ctl, r->too_large);
	ctl_say(ctl,
		"%zu deliveries weighed anew, in a copy; %zu would lead to something else. Plays: "
		"%" PRId64 ", %" PRId64 " of them completed; they would be %" PRId64 ", %" PRId64
		" completed. Nothing was changed.",
		r->weighed, r->differing, r->before.all, r->before.completed, r->after.all,
		r->after.completed);
}

static enum err in_copy(struct cx *cx, struct cx *scratch, struct ctl *ctl, const char *copy)
{
	static const struct column columns[] = {
		{ "ID", TABLE_RIGHT },
		{ "WAS", 0 },
		{ "WOULD BE", 0 },
		{ "DETAIL", TABLE_SHORTEN },
	};
	struct rehearsal r = { .ctl = ctl };
	struct arena_held held;
	enum err err;

	TRY(store_copy(cx, ctl->store, copy));
	TRY(store_open(cx, copy, STORE_WRITE, &r.store));
	arena_hold(cx->arena, &held, store_release, r.store);
	table_init(&r.changed, cx->arena, columns, NELEM(columns));
	if (ctl->is_json) {
		jput_open(&ctl->out, NULL, '{');
		jput_open(&ctl->out, "deliveries", '[');
	}
	err = rehearse_in_transaction(cx, scratch, &r);
	arena_let_go(cx->arena, &held);
	store_close(r.store);
	tell_rehearsal(ctl, &r);
	return err;
}

/* The folder is no longer than what mkdtemp made a folder of. */
/* cppcheck-suppress constParameterCallback */
static void remove_copy(void *folder)
{
	static const char *const endings[] = { "", "-wal", "-shm" };
	char path[PATH_MAX];

	for (size_t i = 0; i < NELEM(endings); i++) {
		snprintf(path, sizeof(path), "%s/copy.db%s", (const char *)folder, endings[i]);
		unlink(path);
	}
	rmdir(folder);
}

enum err rehearse(struct cx *cx, struct cx *scratch, struct ctl *ctl)
{
	struct arena_held held;
	const char *folder = getenv("TMPDIR");
	char *path = arena_join(
		cx->arena, folder && *folder ? folder : "/tmp", "/", "ryot-dry-run-XXXXXX");
	enum err err;

	if (!mkdtemp(path))
		return err_note(cx, ERR_STORE, "%s: %s", path, strerror(errno));
	arena_hold(cx->arena, &held, remove_copy, path);
	err = in_copy(cx, scratch, ctl, arena_join(cx->arena, path, "/", "copy.db"));
	arena_let_go(cx->arena, &held);
	remove_copy(path);
	return err;
}
