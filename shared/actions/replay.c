/* SPDX-License-Identifier: MIT */
#include "shared/actions/replay.h"

static enum err missing(struct cx *cx, int64_t id)
{
	return err_note(cx, ERR_NOT_FOUND, "There is no delivery %" PRId64 ".", id);
}

static enum err weigh(struct cx *cx, struct store *s, const struct replay *what,
	struct incoming *incoming, struct message *message, struct verdict *out)
{
	const struct integration *of = incoming->integration;

	if (!of || (what->user_id != 0 && of->user_id != what->user_id))
		return missing(cx, what->delivery_id);
	if (!incoming->body.at)
		return err_note(cx, ERR_CONFLICT, "The body of delivery %" PRId64 " was not kept.",
			what->delivery_id);
	if (!what->read(cx, of->provider, incoming->body, message))
		return err_note(
			cx, ERR_CONFLICT, "Bodies of %s cannot be read again.", of->provider);
	return receive_message(cx, s, incoming, out);
}

enum err replay(struct cx *cx, struct store *s, const struct replay *what, struct verdict *out)
{
	struct message message;
	struct incoming incoming = { .replay_of = what->delivery_id, .message = &message };
	const struct delivery *row = NULL;
	enum err err = store_delivery_get(cx, s, what->delivery_id, &row, &incoming.body);

	if (err == OK && !row)
		err = missing(cx, what->delivery_id);
	if (err != OK)
		return err;
	incoming.received_ms = row->last_ms;
	err = store_integration_by_id(cx, s, row->integration_id, &incoming.integration);
	return err == OK ? weigh(cx, s, what, &incoming, &message, out) : err;
}
