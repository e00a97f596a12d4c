/* SPDX-License-Identifier: MIT */
/*
 * picture.c -- asks for the pictures of an integration's works, one after the
 * other, and keeps them as files.
 *
 * What is asked for is on the integration's own server, or on a public host
 * that art.h names; a redirect leads nowhere else (client.h). An answer that is
 * no picture concerns that work only. A server that cannot be reached puts all
 * of them off, and the work that was asked for most.
 */
#include "shared/store/picture.h"
#include "shared/base/clock.h"
#include "shared/base/conf.h"
#include "shared/crypto/digest.h"
#include "shared/providers/provider.h"
#include "shared/store/origin.h"
#include "shared/store/picture_file.h"
#include "worker/picture/apart.h"
#include "worker/tasks/contact.h"

enum { PICTURES_MAX = 200, FAILURES_MAX = 5, DROPS_MAX = 1000 };

static const int64_t total_max = INT64_C(500) * 1000 * 1000; /* bytes of files */
static const int64_t day_ms = INT64_C(24) * 60 * 60 * 1000;
enum { DAYS_GOOD = 90, DAYS_NONE = 7 };

struct picture_task {
	struct task task;
	struct contact contact;
	const struct art *art;
	const struct origin *origin; /* that is asked for now, or NULL */
	int asked;
};

static struct picture_task *picture_of(struct task *task)
{
	return (struct picture_task *)(void *)task;
}

static enum err next_origin(struct picture_task *t)
{
	t->origin = NULL;
	if (t->asked == PICTURES_MAX)
		return OK; /* the queue goes on with a new task */
	return store_origin_next(&t->task.cx, t->task.store, t->task.id, &t->origin);
}

static enum err open_server(struct picture_task *t)
{
	t->contact.service = provider_service(t->contact.server->provider);
	if (!t->contact.service)
		return err_note(&t->task.cx, ERR_CONF, "this version asks no server of %.50s",
			t->contact.server->provider);
	if (t->art->is_open)
		return OK;
	return contact_open(&t->task, &t->contact);
}

static enum err begin(struct task *task)
{
	struct picture_task *t = picture_of(task);
	const struct integration *integration = NULL;

	if (task->worker->options->is_dry)
		return OK;
	TRY(store_integration_by_id(&task->cx, task->store, task->id, &integration));
	t->art = integration ? provider_art(integration->provider) : NULL;
	if (!t->art)
		return OK;
	TRY(store_server_get(&task->cx, task->store, task->id, &t->contact.server));
	if (t->contact.server)
		TRY(open_server(t));
	return next_origin(t);
}

static void ask_server(const struct picture_task *t, struct fetch_order *order)
{
	if (contact_order(&t->contact, order))
		return;
	order->ask.path =
		arena_join(t->task.cx.arena, t->art->before, t->origin->item, t->art->after);
}

static bool next(struct task *task, struct fetch_order *order)
{
	const struct picture_task *t = picture_of(task);
	const char *address = t->origin ? t->origin->address : NULL;
	size_t base;

	*order = (struct fetch_order){ 0 };
	if (!t->origin || (!address && !t->contact.server))
		return false;
	if (!address) {
		ask_server(t, order);
		return true;
	}
	base = art_base_length(address);
	order->url = arena_strndup(task->cx.arena, address, base);
	order->ask.path = address + base;
	return true;
}

/* ---- an answer ---- */

static void hash_of(const struct picture *picture, struct work_picture *out)
{
	unsigned char digest[DIGEST_BYTES];

	digest_bytes(picture->jpeg.at, picture->jpeg.length, digest);
	for (size_t i = 0; 2 * i + 1 < sizeof(out->hash); i++)
		snprintf(out->hash + 2 * i, 3, "%02x", (unsigned)digest[i]);
	out->width = picture->width;
	out->height = picture->height;
	out->bytes = (int64_t)picture->jpeg.length;
}

static enum err store_result(struct picture_task *t, const struct work_picture *picture)
{
	struct cx *cx = &t->task.cx;
	struct store *s = t->task.store;
	int64_t days = picture ? DAYS_GOOD : DAYS_NONE;

	if (picture)
		TRY(store_picture_put(cx, s, t->origin->work_id, picture));
	else
		TRY(store_picture_drop(cx, s, t->origin->work_id));
	return store_origin_asked(cx, s, t->origin->work_id, 0, cx->now_ms + days * day_ms);
}

static enum err write_result(struct picture_task *t, const struct work_picture *picture)
{
	TRY(store_begin(&t->task.cx, t->task.store));
	return store_end(&t->task.cx, t->task.store, store_result(t, picture));
}

/* What is no picture is as good as none. */
static enum err take_picture(struct picture_task *t, const struct answer *answer)
{
	struct cx *cx = &t->task.cx;
	struct work_picture row;
	struct picture picture;
	enum err err;

	if (answer->status != 200)
		return write_result(t, NULL);
	err = picture_decode(cx, (struct bytes){ answer->body, answer->length }, &picture);
	if (err == ERR_INPUT)
		return write_result(t, NULL);
	TRY(err);
	hash_of(&picture, &row);
	if (!picture_file_is_there(cx, t->task.worker->conf->database, row.hash))
		TRY(picture_file_write(cx, t->task.worker->conf->database, row.hash, picture.jpeg));
	return write_result(t, &row);
}

static enum err accept_answer(struct task *task, const struct answer *answer)
{
	struct picture_task *t = picture_of(task);
	struct arena_mark mark = arena_mark(&task->arena);
	enum err err;

	task->cx.now_ms = clock_now_ms();
	if (t->contact.is_greeting)
		return contact_greeted(task, &t->contact, answer);
	if (answer->status == 401)
		return err_note(&task->cx, ERR_AUTH, "the server refused this key (401)");
	if (answer->status == 429 || answer->status >= 500)
		return err_note(&task->cx, ERR_UPSTREAM,
			"the server answered %d; it is tried again", answer->status);
	t->asked++;
	err = take_picture(t, answer);
	if (err != OK)
		return err;
	arena_rewind(&task->arena, mark);
	return next_origin(t);
}

/* ---- the end ---- */

/* One that fails again and again is left alone for longer than its server. */
static enum err put_off(struct picture_task *t)
{
	struct cx *cx = &t->task.cx;
	int64_t failures = t->origin->picture_failures + 1;
	int64_t own = failures > FAILURES_MAX ? DAYS_NONE * day_ms : task_backoff_ms(failures);
	int64_t soon = cx->now_ms + task_backoff_ms(1);

	TRY(store_origin_put_off(cx, t->task.store, t->task.id, soon));
	return store_origin_asked(
		cx, t->task.store, t->origin->work_id, failures, cx->now_ms + own + 1);
}

static enum err keep_total(struct cx *cx, struct store *s)
{
	struct picture_census census;
	int64_t freed = 1;

	TRY(store_picture_census(cx, s, &census));
	for (int i = 0; i < DROPS_MAX && census.bytes > total_max && freed > 0; i++) {
		TRY(store_picture_drop_oldest(cx, s, &freed));
		census.bytes -= freed;
	}
	return OK;
}

static enum err write_end(struct picture_task *t)
{
	if (t->task.err != OK && t->origin)
		TRY(put_off(t));
	return keep_total(&t->task.cx, t->task.store);
}

/* A work without its picture is no failure of the run: it has a drawn cover. */
static enum err finish(struct task *task)
{
	struct picture_task *t = picture_of(task);
	const char *why;

	contact_redact(task, &t->contact);
	if (!t->art || (task->err == OK && t->asked == 0))
		return OK;
	why = arena_strdup(&task->arena, task->cx.note);
	if (task->err != OK && !t->origin)
		return err_note(&task->cx, task->err, "%s", why);
	TRY(store_begin(&task->cx, task->store));
	return store_end(&task->cx, task->store, write_end(t));
}

const struct task_kind task_picture = {
	.what = TASK_PICTURE,
	.size = sizeof(struct picture_task),
	.requests_max = 1000,
	.minutes_max = 10,
	.begin = begin,
	.next = next,
	.accept = accept_answer,
	.finish = finish,
};
