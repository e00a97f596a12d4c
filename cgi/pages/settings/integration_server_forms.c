/* SPDX-License-Identifier: MIT */
/*
 * integration_server_forms.c -- the forms of the section about the server:
 * "Yank now", "Test connection", and another address or key.
 */
#include "cgi/pages/pages.h"
#include "cgi/pages/settings/integration.h"
#include "cgi/web/integration_card.h"
#include "cgi/web/wake.h"

/* Providers that send have no server. */
static enum err find(
	struct cx *cx, const struct app *app, const struct req *req, const struct overview **out)
{
	TRY(integration_card_find(cx, app, req, out));
	return (*out)->server ? OK : route_nothing(cx);
}

/* The part of the page that its script loads again and again. */
enum err settings_integration_asking_get(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	const struct overview *row;

	TRY(find(cx, app, req, &row));
	integration_card_asking(&p, row);
	return OK;
}

/* ---- yank now, test connection ---- */

static enum err ask(struct cx *cx, const struct app *app, const struct req *req, struct res *res,
	enum yank_change change)
{
	struct page p = page_make(cx, app, req, res);
	const struct overview *row;

	TRY(find(cx, app, req, &row));
	TRY(wake_ask(cx, app, row, change));
	page_redirect(&p, integration_card_path(cx, row->integration->id, ""), "yank-asked", 0);
	return OK;
}

enum err settings_integration_yank_post(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	return ask(cx, app, req, res, YANK_NOW);
}

enum err settings_integration_test_post(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	return ask(cx, app, req, res, YANK_TEST);
}

/* ---- address and key ---- */

static enum err change(struct cx *cx, const struct app *app, const struct overview *was,
	const struct form *form, struct server_draft *draft)
{
	const char *key = form_trimmed(cx, form, field_types[FIELD_KEY].name);
	const struct server_change in = {
		.url = form_trimmed(cx, form, field_types[FIELD_URL].name), .key = *key ? key : NULL
	};

	TRY(server_draft(cx, app->conf->key_file, was->server, &in, draft));
	TRY(server_seal(cx, app->store, app->conf->key_file, draft));
	TRY(store_begin(cx, app->store));
	return store_end(cx, app->store, integration_save(cx, app->store, was->integration, draft));
}

enum err settings_integration_server_post(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	struct server_typed typed = { .url = form_trimmed(
					      cx, req->form, field_types[FIELD_URL].name) };
	struct server_draft draft;
	const struct overview *row;
	enum err err;

	TRY(find(cx, app, req, &row));
	err = change(cx, app, row, req->form, &draft);
	if (err == ERR_INPUT) {
		typed.error = words_sentence(cx, cx->note);
		res->status = err_http_status(err);
		settings_integration_show(&p, row, &typed);
		return OK;
	}
	TRY(err);
	wake_now(cx, app->conf, YANK_TEST, row->integration->id);
	page_redirect(&p, integration_card_path(cx, row->integration->id, ""),
		draft.is_tls_lost ? "key-unencrypted" : "yank-asked", 0);
	return OK;
}
