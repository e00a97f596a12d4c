/* SPDX-License-Identifier: MIT */
/*
 * integration_server_forms.c -- the forms of the section about the server:
 * "Yank now", "Test connection", and another address or key.
 */
#include "cgi/pages/pages.h"
#include "cgi/pages/settings/integration.h"
#include "cgi/web/integration_card.h"
#include "cgi/web/wake.h"

/* Most providers that send have no server. */
static enum err find(const struct call *c, const struct overview **out)
{
	TRY(integration_card_find(c, out));
	return (*out)->server ? OK : call_not_found(c);
}

/* The part of the page that its script loads again and again. */
enum err settings_integration_asking_get(struct call *c)
{
	const struct overview *row;

	page_make(c);
	TRY(find(c, &row));
	integration_card_asking(c, row);
	return OK;
}

/* ---- yank now, test connection ---- */

static enum err ask(const struct call *c, enum server_wish wish)
{
	const struct overview *row;

	page_make(c);
	TRY(find(c, &row));
	TRY(wake_ask(c, row, wish));
	page_redirect(c, integration_card_path(c->cx, row->integration->id, ""), "yank-asked", 0);
	return OK;
}

enum err settings_integration_yank_post(struct call *c)
{
	return ask(c, WISH_SYNC);
}

enum err settings_integration_test_post(struct call *c)
{
	return ask(c, WISH_TEST);
}

/* ---- address and key ---- */

static const char *typed_text(const struct call *c, enum field_kind kind)
{
	return form_trimmed(c->cx, c->form, field_types[kind].name);
}

static enum err change(const struct call *c, const struct overview *was, struct server_draft *draft)
{
	const char *key = typed_text(c, FIELD_KEY);
	const char *url = typed_text(c, FIELD_URL);
	bool is_needed = provider_source(was->integration->provider) != NULL;
	const struct server_change in = {
		.url = url,
		.key = *key ? key : NULL,
		.is_removal = was->server && !is_needed && !*url,
	};

	TRY(server_draft(c->cx, c->app->conf->key_file, was->server, &in, draft));
	TRY(server_seal(c->cx, c->store, c->app->conf->key_file, draft));
	TRY(store_begin(c->cx, c->store));
	return store_end(
		c->cx, c->store, integration_save(c->cx, c->store, was->integration, draft));
}

enum err settings_integration_server_post(struct call *c)
{
	struct server_typed typed = { .url = typed_text(c, FIELD_URL) };
	struct server_draft draft;
	const struct overview *row;
	enum err err;

	page_make(c);
	TRY(integration_card_find(c, &row));
	if (!integration_may_have_server(row->integration))
		return call_not_found(c);
	err = change(c, row, &draft);
	if (err == ERR_INPUT) {
		typed.error = words_sentence(c->cx, c->cx->note);
		c->res->status = err_http_status(err);
		settings_integration_show(c, row, &typed, NULL);
		return OK;
	}
	TRY(err);
	wake_now(c);
	page_redirect(c, integration_card_path(c->cx, row->integration->id, ""),
		draft.is_removal    ? "saved"
		: draft.is_tls_lost ? "key-unencrypted"
				    : "yank-asked",
		0);
	return OK;
}
