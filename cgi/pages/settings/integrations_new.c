/* SPDX-License-Identifier: MIT */
/*
 * integrations_new.c -- one more, of a provider of either table: the
 * form of a new provider appears by its row there.
 */
#include "cgi/pages/pages.h"
#include "cgi/web/integration_card.h"
#include "cgi/web/wake.h"
#include "shared/actions/integration.h"
#include "shared/base/url.h"
#include "shared/crypto/seal.h"

struct typed {
	const char *name, *url, *error;
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

	TRY(find(cx, req, &provider));
	show(&p, &provider, &(struct typed){ .name = provider.title, .url = "" });
	return OK;
}

/* A field that the form does not have is not set. */
static const char *typed_text(struct cx *cx, const struct form *form, const char *name)
{
	return form_text(form, name) ? form_trimmed(cx, form, name) : NULL;
}

static enum err make(struct cx *cx, const struct app *app, const struct req *req,
	const struct provider *provider, int64_t *id)
{
	struct integration row =
		integration_new(req->visitor->user_id, provider->name, provider->title);
	struct settings in = { { NULL } };
	struct server_draft draft;

	in.value[SETTING_NAME] = form_trimmed(cx, req->form, "name");
	in.value[SETTING_URL] = typed_text(cx, req->form, "url");
	in.value[SETTING_KEY] = typed_text(cx, req->form, "key");
	TRY(integration_set(cx, &in, &row));
	if (provider->is_asked) {
		const struct server_change server = integration_server_change(&in);

		TRY(server_draft(cx, app->conf->key_file, NULL, &server, &draft));
		TRY(server_seal(cx, app->store, app->conf->key_file, &draft));
	}
	TRY(store_begin(cx, app->store));
	TRY(store_end(cx, app->store,
		integration_add(cx, app->store, &row, provider->is_asked ? &draft : NULL)));
	*id = row.id;
	if (provider->is_asked)
		yank_now(cx, app->conf, YANK_TEST, row.id);
	return OK;
}

enum err settings_integrations_new_post(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	struct provider provider;
	int64_t id = 0;
	enum err err;

	TRY(find(cx, req, &provider));
	err = make(cx, app, req, &provider, &id);
	if (err == ERR_INPUT) {
		res->status = err_http_status(err);
		show(&p, &provider,
			&(struct typed){ .name = form_trimmed(cx, req->form, "name"),
				.url = form_trimmed(cx, req->form, "url"),
				.error = words_sentence(cx, cx->note) });
		return OK;
	}
	TRY(err);
	page_redirect(&p, connect_path(cx, id, ""),
		provider.is_asked ? "yank-asked" : "integration-added", 0);
	return OK;
}
