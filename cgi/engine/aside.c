/* SPDX-License-Identifier: MIT */
#include "cgi/engine/aside.h"

#include <unistd.h>

#include "shared/base/log.h"
#include "shared/crypto/secret.h"

static void push(struct aside_queue *queue, struct aside *a)
{
	a->next = NULL;
	if (queue->last)
		queue->last->next = a;
	else
		queue->first = a;
	queue->last = a;
}

static struct aside *pop(struct aside_queue *queue)
{
	struct aside *a = queue->first;

	if (!a)
		return NULL;
	queue->first = a->next;
	if (!queue->first)
		queue->last = NULL;
	return a;
}

static struct aside *create(struct conn *conn, const struct req *req)
{
	struct aside *a = calloc(1, sizeof(*a));

	if (!a)
		return NULL;
	a->body = malloc(req->length + 1);
	if (!a->body) {
		free(a);
		return NULL;
	}
	memcpy(a->body, req->body, req->length);
	a->body[req->length] = '\0';
	a->length = req->length;
	a->conn = conn;
	return a;
}

bool aside_put(struct asides *all, struct aside **aside, struct conn *conn, const struct req *req,
	const struct hash_task *task)
{
	if (!*aside) {
		if (all->count >= ASIDES_MAX)
			return false;
		*aside = create(conn, req);
		if (!*aside)
			return false;
		all->count++;
	}
	ASSERT((*aside)->hashed.count < HASH_TASKS);
	(*aside)->hashed.list[(*aside)->hashed.count++] = *task;
	push(&all->waiting, *aside);
	return true;
}

static void fail(struct asides *all, struct aside *a)
{
	a->hashed.has_failed = true;
	push(&all->ready, a);
}

static struct hash_task *task_of(struct aside *a)
{
	return &a->hashed.list[a->hashed.count - 1];
}

static struct hasher *idle_hasher(struct asides *all)
{
	for (size_t i = 0; i < HASHERS; i++)
		if (!all->hashers[i].aside)
			return &all->hashers[i];
	return NULL;
}

struct hasher *aside_start(struct cx *cx, struct asides *all)
{
	struct hasher *hasher = idle_hasher(all);
	struct aside *a;

	while (hasher && (a = pop(&all->waiting))) {
		if (hasher_start(cx, task_of(a), &hasher->fd) == OK) {
			hasher->aside = a;
			return hasher;
		}
		log_warning("%s", cx->note);
		fail(all, a);
	}
	return NULL;
}

void aside_end(struct asides *all, struct hasher *hasher)
{
	struct aside *a = hasher->aside;

	hasher->aside = NULL;
	if (hasher_end(hasher->fd, task_of(a))) {
		push(&all->ready, a);
		return;
	}
	log_warning("a process that hashed a password ended early");
	fail(all, a);
}

void aside_give_up(struct asides *all)
{
	struct aside *a;

	for (size_t i = 0; i < HASHERS; i++) {
		struct hasher *hasher = &all->hashers[i];

		if (!hasher->aside)
			continue;
		close(hasher->fd);
		fail(all, hasher->aside);
		hasher->aside = NULL;
	}
	while ((a = pop(&all->waiting)))
		fail(all, a);
}

struct aside *aside_next(struct asides *all)
{
	return pop(&all->ready);
}

void aside_free(struct asides *all, struct aside *aside)
{
	if (!aside)
		return;
	secret_wipe(aside->body, aside->length);
	free(aside->body);
	secret_wipe(aside, sizeof(*aside));
	free(aside);
	all->count--;
}
