/* SPDX-License-Identifier: MIT */
#include "worker/tasks/contact.h"

#include "shared/crypto/secret.h"

enum err contact_open(struct task *task, struct contact *c)
{
	c->is_greeting = c->server->greeted_ms == UNSAID;
	return task_open_key(task, c->server->url, c->server->credential, &c->key);
}

bool contact_order(const struct contact *c, struct fetch_order *order)
{
	*order = (struct fetch_order){ .url = c->server->url, .ca_file = c->server->ca_file };
	order->ask.headers = c->service->headers;
	if (c->is_greeting) {
		order->ask.path = c->service->greeting_path;
		return true;
	}
	order->key_header = c->service->key_header;
	order->key = c->key;
	return false;
}

enum err contact_greeted(struct task *task, struct contact *c, const struct answer *answer)
{
	struct cx *cx = &task->cx;
	const char *version = NULL;

	TRY(c->service->greet(cx, answer, &version));
	c->is_greeting = false;
	if (task->worker->options->is_dry)
		return OK;
	TRY(store_begin(cx, task->store));
	return store_end(
		cx, task->store, store_server_greeted(cx, task->store, task->id, c->server->url));
}

void contact_redact(struct task *task, const struct contact *c)
{
	if (c->key)
		secret_redact(task->cx.note, c->key);
}
