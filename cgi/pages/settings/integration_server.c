/* SPDX-License-Identifier: MIT */
/*
 * integration_server.c -- the server of one that is asked: address
 * and key, "test connection" and "yank now" with what came of them.
 */
#include "cgi/pages/pages.h"
#include "cgi/pages/settings/integration.h"
#include "cgi/web/integration_card.h"
#include "cgi/web/wake.h"
#include "shared/base/url.h"
#include "shared/crypto/seal.h"

static void put_buttons(const struct page *p, const struct overview *row)
{
	int64_t id = row->integration->id;

	html(p->out, "<div class='row'>");
	if (row->integration->enabled)
		page_button(p, &(struct button){ .action = connect_path(p->cx, id, "/yank"),
				       .label = "Yank now",
				       .style = "primary" });
	page_button(p, &(struct button){ .action = connect_path(p->cx, id, "/test"),
			       .label = "Test connection",
			       .style = "" });
	html(p->out, "</div>\n");
}

static void put_form(
	const struct page *p, const struct overview *row, const struct server_typed *typed)
{
	const char *url = typed ? typed->url : row->server->url;

	html(p->out, "<details");
	if (typed || row->server->refused_ms != UNSAID)
		html(p->out, " open");
	html(p->out, "><summary>Change address or key</summary>\n");
	page_error(p, typed ? typed->error : NULL);
	page_form(p, connect_path(p->cx, row->integration->id, "/server"));
	htmlf(p->out,
		"<label>Address of the server <input name='url' "
		"type='url' inputmode='url' value='%s' required "
		"maxlength='%d' autocapitalize='none' "
		"spellcheck='false'></label>\n",
		words_clip(p->cx, url, ADDRESS_MAX), ADDRESS_MAX);
	htmlf(p->out,
		"<label>New key <input name='key' type='password' "
		"maxlength='%d' autocomplete='off'></label>\n"
		"<p class='hint'>Empty: the key stays as it is. It is never "
		"shown, and another host needs its own.</p>\n"
		"<button>Save and test</button></form></details>\n",
		CREDENTIAL_MAX);
}

void settings_integration_put_server(
	const struct page *p, const struct overview *row, const struct server_typed *typed)
{
	htmlf(p->out,
		"<section class='card' id='server'><h2>Server</h2>\n"
		"<p><code>%s</code></p>\n",
		row->server->url);
	htmlf(p->out,
		"<div class='stack' aria-live='polite' "
		"data-refresh='%s' data-every='2'>\n",
		connect_path(p->cx, row->integration->id, "/asking"));
	connect_asking(p, row);
	html(p->out, "</div>\n");
	put_buttons(p, row);
	put_form(p, row, typed);
	html(p->out, "</section>\n");
}

/* Providers that send have no server. */
static enum err find(
	struct cx *cx, const struct app *app, const struct req *req, const struct overview **out)
{
	TRY(connect_find(cx, app, req, out));
	return (*out)->server ? OK : err_note(cx, ERR_NOT_FOUND, "There is nothing here.");
}

/* The part of the page that its script loads again and again. */
enum err settings_integration_asking_get(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	const struct overview *row;

	TRY(find(cx, app, req, &row));
	connect_asking(&p, row);
	return OK;
}

/* ---- yank now, test connection ---- */

static enum err ask(struct cx *cx, const struct app *app, const struct req *req, struct res *res,
	enum yank_change change)
{
	struct page p = page_make(cx, app, req, res);
	const struct overview *row;

	TRY(find(cx, app, req, &row));
	TRY(yank_ask(cx, app, row, change));
	page_redirect(&p, connect_path(cx, row->integration->id, ""), "yank-asked", 0);
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
	const char *key = form_trimmed(cx, form, "key");
	const struct server_change in = { .url = form_trimmed(cx, form, "url"),
		.key = *key ? key : NULL };

	TRY(server_draft(cx, app->conf->key_file, was->server, &in, draft));
	TRY(server_seal(cx, app->store, app->conf->key_file, draft));
	TRY(store_begin(cx, app->store));
	return store_end(cx, app->store, integration_save(cx, app->store, was->integration, draft));
}

enum err settings_integration_server_post(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	struct server_typed typed = { .url = form_trimmed(cx, req->form, "url") };
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
	yank_now(cx, app->conf, YANK_TEST, row->integration->id);
	page_redirect(&p, connect_path(cx, row->integration->id, ""),
		draft.is_tls_lost ? "key-unencrypted" : "yank-asked", 0);
	return OK;
}
