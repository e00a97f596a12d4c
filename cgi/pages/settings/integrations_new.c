/* SPDX-License-Identifier: MIT */
/*
 * integrations_new.c -- one more, of a provider of either table: the
 * form of a new provider appears by its row there.
 */
#include "cgi/pages/pages.h"
#include "cgi/web/integration_card.h"
#include "cgi/web/wake.h"
#include "shared/actions/server_key.h"
#include "shared/base/url.h"
#include "shared/crypto/seal.h"

struct typed {
	const char *name, *url, *key, *error;
};

static void put_server(const struct page *p, const struct typed *typed)
{
	htmlf(p->out,
		"<label>Address of the server <input name='url' "
		"type='url' inputmode='url' value='%s' required "
		"maxlength='%d' placeholder='http://nas:13378' "
		"autocapitalize='none' spellcheck='false'></label>\n",
		typed->url, ADDRESS_MAX);
	htmlf(p->out,
		"<label>Key <input name='key' type='password' required "
		"maxlength='%d' autocomplete='off'></label>\n"
		"<p class='hint'>It is stored encrypted and never shown "
		"again. The address is checked before the key is sent "
		"there.</p>\n",
		CREDENTIAL_MAX);
}

static void show(const struct page *p, const struct provider *provider, const struct typed *typed)
{
	const char *title = arena_printf(p->cx->arena, "Add %s", provider->title);

	page_open(p, SECTION_INTEGRATIONS, title);
	htmlf(p->out,
		"<div class='stack'><p><a href='settings/integrations'>"
		"All integrations</a></p>\n<h1>%s</h1></div>\n",
		title);
	if (provider->is_asked)
		connect_steps(p, provider->steps, NULL);
	html(p->out, "<section class='card'>\n");
	page_error(p, typed->error);
	page_form(p, arena_printf(p->cx->arena, "settings/integrations/new/%s", provider->name));
	htmlf(p->out,
		"<label>Name <input name='name' value='%s' required "
		"maxlength='%d'></label>\n"
		"<p class='hint'>For you: which of your devices it is.</p>\n",
		typed->name, INTEGRATION_NAME_MAX);
	if (provider->is_asked)
		put_server(p, typed);
	htmlf(p->out, "<button class='primary'>%s</button></form>\n", title);
	if (!provider->is_asked)
		htmlf(p->out,
			"<p class='hint'>Next you get a secret address, and "
			"the steps in %s.</p>\n",
			provider->title);
	html(p->out, "</section>\n");
	page_close(p);
}

static enum err find(struct cx *cx, const struct req *req, struct provider *out)
{
	if (connect_find_provider(req->params[0], out))
		return OK;
	return err_note(cx, ERR_NOT_FOUND, "There is nothing here.");
}

enum err settings_integrations_new_get(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	struct provider provider;
	enum err err = find(cx, req, &provider);

	if (err == OK)
		show(&p, &provider, &(struct typed){ .name = provider.title, .url = "" });
	return err;
}

static enum err check_room(struct cx *cx, const struct app *app, const struct req *req)
{
	const struct integration *rows;
	size_t count = 0;
	enum err err = store_integration_list(cx, app->store, req->visitor->user_id, &rows, &count);

	if (err == OK && count >= CONNECTIONS_SHOWN)
		err = err_note(cx, ERR_INPUT,
			"You have %zu integrations, and more are not shown. "
			"Remove one first.",
			count);
	return err;
}

/* Key and address, before anything is written. */
static enum err read_server(
	struct cx *cx, const struct app *app, const struct typed *typed, struct server *out)
{
	enum err err = address_clean(cx, typed->url, &out->url);

	if (err == OK)
		err = server_key_check(cx, typed->key);
	if (err == OK)
		err = server_key_seal(cx, app->store, app->conf->key_file, typed->key, out);
	return err;
}

static enum err add(
	struct cx *cx, const struct app *app, struct integration *row, struct server *server)
{
	enum err err = store_begin(cx, app->store);

	if (err == OK)
		err = store_integration_add(cx, app->store, row);
	if (err == OK && server) {
		server->integration_id = row->id;
		err = store_server_put(cx, app->store, server);
	}
	if (err == OK && server)
		err = store_server_ask_test(cx, app->store, row->user_id, row->id);
	return store_end(cx, app->store, err);
}

static enum err make(struct cx *cx, const struct app *app, const struct req *req,
	const struct provider *provider, const struct typed *typed, int64_t *id)
{
	struct integration row = {
		.user_id = req->visitor->user_id,
		.provider = provider->name,
		.name = typed->name,
		.enabled = true,
		.limits = { LIMIT_START, LIMIT_COMPLETE },
	};
	struct server server = { .greeted_ms = UNSAID };
	enum err err = check_room(cx, app, req);

	if (err == OK && provider->is_asked)
		err = read_server(cx, app, typed, &server);
	if (err == OK)
		err = add(cx, app, &row, provider->is_asked ? &server : NULL);
	*id = row.id;
	if (err == OK && provider->is_asked)
		yank_now(cx, app->conf, YANK_TEST, row.id);
	return err;
}

enum err settings_integrations_new_post(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	struct typed typed = { .name = form_trimmed(cx, req->form, "name"),
		.url = form_trimmed(cx, req->form, "url"),
		.key = form_trimmed(cx, req->form, "key") };
	struct provider provider;
	int64_t id = 0;
	enum err err = find(cx, req, &provider);

	if (err == OK)
		err = make(cx, app, req, &provider, &typed, &id);
	if (err == ERR_INPUT) {
		typed.error = words_sentence(cx, cx->note);
		res->status = err_http_status(err);
		show(&p, &provider, &typed);
		return OK;
	}
	if (err == OK)
		page_redirect(&p, connect_path(cx, id, ""),
			provider.is_asked ? "yank-asked" : "integration-added", 0);
	return err;
}
