/* SPDX-License-Identifier: MIT */
/*
 * integrations_new.c -- adds an integration. The form of a new provider appears
 * by its row in shared/providers/provider.h.
 */
#include "cgi/pages/pages.h"
#include "cgi/web/integration_card.h"
#include "cgi/web/wake.h"
#include "shared/actions/integration.h"

static const char *typed_text(const struct call *c, enum field_kind kind)
{
	return form_trimmed(c->cx, c->form, field_types[kind].name);
}

static void put_fields(const struct call *c, const struct provider *provider)
{
	for (const struct field *f = provider->fields; f->label; f++)
		if (!field_types[f->kind].is_local)
			integration_card_field(c, f, typed_text(c, f->kind), false);
}

static void show(
	const struct call *c, const struct provider *provider, const char *name, const char *error)
{
	const char *title = arena_printf(c->cx->arena, "Add %s", provider->title);

	page_open(c, SECTION_INTEGRATIONS, title);
	htmlf(c->out,
		"<div class='stack'><p><a href='settings/integrations'>"
		"All integrations</a></p>\n<h1>%s</h1></div>\n",
		title);
	if (provider->source)
		integration_card_steps(c, provider->steps, NULL);
	html(c->out, "<section class='card'>\n");
	page_error(c, error);
	page_form(c, arena_printf(c->cx->arena, "settings/integrations/new/%s", provider->name));
	htmlf(c->out,
		"<label>Name <input name='name' value='%s' required "
		"maxlength='%d'></label>\n"
		"<p class='hint'>For you: which of your devices it is.</p>\n",
		name, INTEGRATION_NAME_MAX);
	put_fields(c, provider);
	htmlf(c->out, "<button class='primary'>%s</button></form>\n", title);
	if (provider->sink)
		htmlf(c->out,
			"<p class='hint'>Next you get a secret address, and "
			"the steps in %s.</p>\n",
			provider->title);
	html(c->out, "</section>\n");
	page_close(c);
}

static enum err find(const struct call *c, const struct provider **out)
{
	*out = provider_find(c->params[0]);
	return *out ? OK : call_not_found(c);
}

enum err settings_integrations_new_get(struct call *c)
{
	const struct provider *provider;

	page_make(c);
	TRY(find(c, &provider));
	show(c, provider, provider->title, NULL);
	return OK;
}

static enum err make(const struct call *c, const struct provider *provider, int64_t *id)
{
	struct settings in = { .value = { [SETTING_NAME] = form_trimmed(c->cx, c->form, "name") } };
	struct server_change server;
	struct integration row = integration_new(c->visitor->user_id, provider);
	struct server_draft made, *draft = NULL;

	integration_card_read_fields(c, provider, &in);
	server = integration_server_change(&in);
	TRY(integration_set(c->cx, &in, &row));
	if (integration_has_draft(&in, NULL, &row)) {
		const char *key_file = c->app->conf->key_file;

		draft = &made;
		TRY(server_draft(c->cx, key_file, NULL, &server, draft));
		TRY(server_seal(c->cx, c->store, key_file, draft));
	}
	TRY(store_begin(c->cx, c->store));
	TRY(store_end(
		c->cx, c->store, integration_add(c->cx, c->store, c->app->conf, &row, draft)));
	*id = row.id;
	if (draft)
		wake_now(c, WISH_TEST, row.id);
	return OK;
}

enum err settings_integrations_new_post(struct call *c)
{
	const struct provider *provider;
	int64_t id = 0;
	enum err err;

	page_make(c);
	TRY(find(c, &provider));
	err = make(c, provider, &id);
	if (err == ERR_INPUT) {
		c->res->status = err_http_status(err);
		show(c, provider, form_trimmed(c->cx, c->form, "name"),
			words_sentence(c->cx, c->cx->note));
		return OK;
	}
	TRY(err);
	page_redirect(c, integration_card_path(c->cx, id, ""),
		provider->source ? "yank-asked" : "integration-added", 0);
	return OK;
}
