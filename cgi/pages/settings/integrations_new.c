/* SPDX-License-Identifier: MIT */
/*
 * integrations_new.c -- adds an integration. The form of a new provider appears
 * by its row in shared/providers/provider.h.
 */
#include "cgi/pages/pages.h"
#include "cgi/web/integration_card.h"
#include "cgi/web/wake.h"
#include "shared/actions/integration.h"

static const char *typed_text(struct cx *cx, const struct req *req, enum field_kind kind)
{
	return form_trimmed(cx, req->form, field_types[kind].name);
}

static void put_fields(const struct page *p, const struct provider *provider)
{
	for (const struct field *f = provider->fields; f->label; f++)
		if (!field_types[f->kind].is_local)
			integration_card_field(p, f, typed_text(p->cx, p->req, f->kind), false);
}

static void show(
	const struct page *p, const struct provider *provider, const char *name, const char *error)
{
	const char *title = arena_printf(p->cx->arena, "Add %s", provider->title);

	page_open(p, SECTION_INTEGRATIONS, title);
	htmlf(p->out,
		"<div class='stack'><p><a href='settings/integrations'>"
		"All integrations</a></p>\n<h1>%s</h1></div>\n",
		title);
	if (provider->source)
		integration_card_steps(p, provider->steps, NULL);
	html(p->out, "<section class='card'>\n");
	page_error(p, error);
	page_form(p, arena_printf(p->cx->arena, "settings/integrations/new/%s", provider->name));
	htmlf(p->out,
		"<label>Name <input name='name' value='%s' required "
		"maxlength='%d'></label>\n"
		"<p class='hint'>For you: which of your devices it is.</p>\n",
		name, INTEGRATION_NAME_MAX);
	put_fields(p, provider);
	htmlf(p->out, "<button class='primary'>%s</button></form>\n", title);
	if (provider->sink)
		htmlf(p->out,
			"<p class='hint'>Next you get a secret address, and "
			"the steps in %s.</p>\n",
			provider->title);
	html(p->out, "</section>\n");
	page_close(p);
}

static enum err find(struct cx *cx, const struct req *req, const struct provider **out)
{
	*out = provider_find(req->params[0]);
	return *out ? OK : route_nothing(cx);
}

enum err settings_integrations_new_get(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	const struct provider *provider;

	TRY(find(cx, req, &provider));
	show(&p, provider, provider->title, NULL);
	return OK;
}

/* A field that is not in the form is not set; an optional one may be empty. */
static struct settings read_settings(
	struct cx *cx, const struct req *req, const struct provider *provider)
{
	struct settings in = { .value = { [SETTING_NAME] = form_trimmed(cx, req->form, "name") } };

	for (int i = 0; i < FIELD__COUNT; i++) {
		const struct field *f = provider_field(provider, (enum field_kind)i);

		if (!form_text(req->form, field_types[i].name) || field_types[i].is_local)
			continue;
		in.field[i] = typed_text(cx, req, (enum field_kind)i);
		if (f && !f->is_needed && !*in.field[i])
			in.field[i] = setting_none;
	}
	return in;
}

static enum err make(struct cx *cx, const struct app *app, const struct req *req,
	const struct provider *provider, int64_t *id)
{
	const char *key_file = app->conf->key_file;
	const struct settings in = read_settings(cx, req, provider);
	const struct server_change server = integration_server_change(&in);
	struct integration row = integration_new(req->visitor->user_id, provider);
	struct server_draft made, *draft = NULL;

	TRY(integration_set(cx, &in, &row));
	if (integration_has_draft(&in, NULL, &row)) {
		draft = &made;
		TRY(server_draft(cx, key_file, NULL, &server, draft));
		TRY(server_seal(cx, app->store, key_file, draft));
	}
	TRY(store_begin(cx, app->store));
	TRY(store_end(cx, app->store, integration_add(cx, app->store, &row, draft)));
	*id = row.id;
	if (draft)
		wake_now(cx, app->conf, YANK_TEST, row.id);
	return OK;
}

enum err settings_integrations_new_post(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	const struct provider *provider;
	int64_t id = 0;
	enum err err;

	TRY(find(cx, req, &provider));
	err = make(cx, app, req, provider, &id);
	if (err == ERR_INPUT) {
		res->status = err_http_status(err);
		show(&p, provider, form_trimmed(cx, req->form, "name"),
			words_sentence(cx, cx->note));
		return OK;
	}
	TRY(err);
	page_redirect(&p, integration_card_path(cx, id, ""),
		provider->source ? "yank-asked" : "integration-added", 0);
	return OK;
}
