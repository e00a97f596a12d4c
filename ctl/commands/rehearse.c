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

enum { PAGE_MEMORY = 4 << 20 }; /* for the details of a page */

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

/* What a delivery led to then, and what it would lead to today. */
struct result {
	bool is_weighed;
	enum reason then, now;
	const char *detail; /* in the arena of the page */
};

struct rehearsal {
	struct ctl *ctl;
	struct store *store; /* the copy */
	struct table changed;
	struct plays before, after;
	size_t weighed, differing, too_large;
	struct arena arena; /* of a page */
	struct result results[DELIVERY_LIST_MAX];
};

static void note_result(struct rehearsal *r, int64_t id, const struct result *o)
{
	struct buf *out = &r->ctl->out;

	r->weighed++;
	if (o->then == o->now || r->differing++ >= SHOWN_MAX)
		return;
	if (r->ctl->is_json) {
		jput_open(out, NULL, '{');
		jput_i64(out, "delivery", id);
		jput_str(out, "was", reason_name(o->then));
		jput_str(out, "would_be", reason_name(o->now));
		jput_str(out, "detail", o->detail);
		jput_close(out, '}');
		return;
	}
	table_addf(&r->changed, "%" PRId64, id);
	table_add(&r->changed, reason_name(o->then));
	table_add(&r->changed, reason_name(o->now));
	table_add(&r->changed, o->detail);
}

static enum err rehearse_one(struct cx *cx, struct rehearsal *r, int64_t id, struct result *out)
{
	const struct replay what = { .delivery_id = id, .read = sink_read_again };
	const struct delivery *row = NULL;
	struct verdict v = { 0 };
	struct bytes body;
	enum err err;

	TRY(store_delivery_get(cx, r->store, id, &row, &body));
	if (!row || !body.at)
		return OK;
	out->then = row->reason;
	cx->now_ms = row->last_ms;
	err = replay(cx, r->store, &what, &v);
	if (err != OK)
		return err == ERR_CONFLICT ? OK : err;
	out->is_weighed = true;
	out->now = v.reason;
	if (out->now != out->then)
		out->detail = arena_strdup(&r->arena, v.detail);
	return OK;
}

struct turn {
	struct rehearsal *r;
	int64_t id;
	struct result *out;
};

static enum err take_turn(struct cx *cx, void *arg)
{
	const struct turn *turn = arg;

	return rehearse_one(cx, turn->r, turn->id, turn->out);
}

/* Deliveries of a page, oldest first: from before `from` down to `to`. */
struct part {
	const struct page *page;
	size_t from, to;
	size_t at; /* that is weighed */
};

static enum err rehearse_each(struct cx *scratch, struct rehearsal *r, struct part *part)
{
	enum err err = OK;

	for (part->at = part->from; part->at > part->to && err == OK;) {
		struct turn turn = { r, part->page->ids[--part->at], &r->results[part->at] };

		*turn.out = (struct result){ .is_weighed = false };
		arena_reset(scratch->arena);
		err = unit_run(scratch, scratch->arena->ceiling, take_turn, &turn);
	}
	if (err == ERR_TOO_LARGE)
		store_settle(r->store);
	return err;
}

static enum err rehearse_together(struct cx *scratch, struct rehearsal *r, struct part *part)
{
	TRY(store_begin(scratch, r->store));
	return store_end(scratch, r->store, rehearse_each(scratch, r, part));
}

/*
 * One that is too large leaves nothing behind, and does not stop the others:
 * those before it are weighed again without it.
 */
static enum err rehearse_page(struct cx *scratch, struct rehearsal *r, const struct page *page)
{
	struct part part = { .page = page, .from = page->count };

	while (part.from > 0) {
		enum err err = rehearse_together(scratch, r, &part);

		if (err != ERR_TOO_LARGE)
			return err;
		r->too_large++;
		ctl_advise(r->ctl, "Delivery %" PRId64 ": %s", page->ids[part.at], scratch->note);
		part.to = part.at + 1;
		TRY(rehearse_together(scratch, r, &part));
		part.from = part.to - 1;
		part.to = 0;
	}
	return OK;
}

static enum err rehearse_and_tell(struct cx *scratch, struct rehearsal *r, const struct page *page)
{
	TRY(rehearse_page(scratch, r, page));
	for (size_t i = page->count; i-- > 0;)
		if (r->results[i].is_weighed)
			note_result(r, page->ids[i], &r->results[i]);
	arena_reset(&r->arena);
	return OK;
}

static enum err forget_plays(struct cx *cx, struct rehearsal *r)
{
	TRY(store_begin(cx, r->store));
	return store_end(cx, r->store, store_play_forget(cx, r->store));
}

/* In the copy, a page in one transaction. */
static enum err rehearse_all(struct cx *cx, struct cx *scratch, struct rehearsal *r)
{
	struct page *oldest = NULL;

	TRY(replay_collect(cx, scratch, r->store, NULL, &oldest));
	TRY(count_plays(cx, r->store, &r->before));
	TRY(forget_plays(cx, r));
	for (struct page *page = oldest; page; page = page->newer)
		TRY(rehearse_and_tell(scratch, r, page));
	return count_plays(cx, r->store, &r->after);
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
	struct rehearsal *r = arena_alloc(cx->arena, sizeof(*r));
	struct arena_held held;
	enum err err;

	r->ctl = ctl;
	TRY(store_copy(cx, ctl->store, copy));
	TRY(store_open(cx, copy, STORE_WRITE, &r->store));
	arena_hold(cx->arena, &held, store_release, r->store);
	arena_init_child(&r->arena, cx->arena, PAGE_MEMORY);
	table_init(&r->changed, cx->arena, columns, NELEM(columns));
	if (ctl->is_json) {
		jput_open(&ctl->out, NULL, '{');
		jput_open(&ctl->out, "deliveries", '[');
	}
	err = rehearse_all(cx, scratch, r);
	arena_finish(&r->arena);
	arena_let_go(cx->arena, &held);
	store_close(r->store);
	tell_rehearsal(ctl, r);
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
