/* SPDX-License-Identifier: MIT */
/*
 * contact.h -- the server that a task asks.
 *
 * It may have a new address. So it is greeted first, without the key, which it
 * gets only after its greeting was recognised.
 */
#ifndef WORKER_TASKS_CONTACT_H
#define WORKER_TASKS_CONTACT_H

#include "shared/providers/service.h"
#include "shared/store/server.h"
#include "worker/tasks/task.h"

struct contact {
	const struct server *server; /* NULL: there is none */
	const struct service *service;
	const char *key; /* NULL: not opened */
	bool is_greeting;
};

/* Finds out whether a greeting is due, and opens the key of the server. */
MUST_CHECK enum err contact_open(struct task *task, struct contact *c);

/* The greeting, true if it is due. Else all but the path. */
bool contact_order(const struct contact *c, struct fetch_order *order);

/* Takes the answer to the greeting; ERR_UPSTREAM of another service. */
MUST_CHECK enum err contact_greeted(
	struct task *task, struct contact *c, const struct answer *answer);

/* Takes the key out of the note of the task. */
void contact_redact(struct task *task, const struct contact *c);

#endif
