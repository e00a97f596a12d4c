/* SPDX-License-Identifier: MIT */
#include "shared/actions/replay.h"

#include "shared/wire/delivery.h"

static enum err missing(struct cx *cx, int64_t id)
{
	return err_note(cx, ERR_NOT_FOUND, "There is no delivery %" PRId64 ".", id);
}

/* A part of a body is not what was sent. */
static enum err check_body(struct cx *cx, const struct delivery *row, struct bytes body)
{
	if (!body.at)
		return err_note(cx, ERR_CONFLICT, "The body of delivery %" PRId64 " %s.", row->id,
			delivery_body_lack(row));
	if ((int64_t)body.length < row->bytes)
		return err_note(cx, ERR_CONFLICT,
			"Only the first %zu bytes of the body of delivery %" PRId64 " were kept.",
			body.length, row->id);
	return OK;
}

static enum err weigh(struct cx *cx, struct store *s, const struct replay *what,
	struct incoming *incoming, struct message *message, struct verdict *out)
{
	const char *provider = incoming->integration->provider;

	if (!what->read(cx, provider, incoming->body, message))
		return err_note(cx, ERR_CONFLICT, "Bodies of %s cannot be read again.", provider);
	return receive_message(cx, s, incoming, out);
}

enum err replay(struct cx *cx, struct store *s, const struct replay *what, struct verdict *out)
{
	struct message message;
	struct incoming incoming = { .replay_of = what->delivery_id, .message = &message };
	const struct delivery *row = NULL;
	const struct integration *of;

	TRY(store_delivery_get(cx, s, what->delivery_id, &row, &incoming.body));
	if (!row)
		return missing(cx, what->delivery_id);
	incoming.received_ms = row->last_ms;
	TRY(store_integration_by_id(cx, s, row->integration_id, &incoming.integration));
	of = incoming.integration;
	if (!of || (what->user_id != 0 && of->user_id != what->user_id))
		return missing(cx, what->delivery_id);
	TRY(check_body(cx, row, incoming.body));
	return weigh(cx, s, what, &incoming, &message, out);
}
