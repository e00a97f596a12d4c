/* SPDX-License-Identifier: MIT */
/*
 * integrations_new.c -- adds an integration. The form of a new provider appears
 * by its row in shared/providers/provider.h. A server that is asked is checked
 * first: see integrations_check.c.
 */
#include "cgi/pages/settings/integrations_new.h"

#include "cgi/pages/pages.h"
#include "cgi/web/integration_card.h"
#include "cgi/web/wake.h"
#include "shared/actions/candidate.h"

static const char *typed_text(const struct call *c, enum field_kind kind)
{
	return form_trimmed(c->cx, c->form, field_types[kind].name);
}

/* ---- the form ---- */

static const char *error_of(const struct new_integration *n, const char *field)
{
	bool is_of_it = n->error_field && strcmp(n->error_field, field) == 0;

	return is_of_it ? n->error : NULL;
}

/* What can also be entered later is. */
static bool is_shown(const struct field *f)
{
	const struct field_type *type = &field_types[f->kind];

	return !type->is_local && (f->is_needed || !type->is_of_server);
}

/* Has the error a field in this form to stand beside? */
static bool has_place(const struct new_integration *n)
{
	if (error_of(n, setting_name(SETTING_NAME)))
		return true;
	for (const struct field *f = n->provider->fields; f->label; f++)
		if (is_shown(f) && error_of(n, field_types[f->kind].name))
			return true;
	return false;
}

static void put_name(const struct call *c, const struct new_integration *n)
{
	const char *error = error_of(n, setting_name(SETTING_NAME));

	htmlf(c->out, "<label>Name <input name='name' value='%s' required maxlength='%d'",
		words_clip(c->cx, n->name, INTEGRATION_NAME_MAX), INTEGRATION_NAME_MAX);
	page_field_wrong(c, "name", error);
	html(c->out, "></label>\n");
	page_field_error(c, "name", error);
	html(c->out, "<p class='hint'>For you: which of your devices it is.</p>\n");
}

static void put_fields(const struct call *c, const struct new_integration *n)
{
	for (const struct field *f = n->provider->fields; f->label; f++) {
		const struct field_type *type = &field_types[f->kind];
		const char *value = n->value[f->kind];

		if (is_shown(f))
			integration_card_field(c, f,
				&(struct field_input){ .value = value ? value : "",
					.is_kept = n->check_id != 0,
					.error = error_of(n, type->name) });
	}
}

void settings_integrations_new_put_form(const struct call *c, const struct new_integration *n)
{
	const char *title = n->provider->title;

	if (!has_place(n))
		page_error(c, n->error);
	page_form(c, arena_printf(c->cx->arena, "settings/integrations/new/%s", n->provider->name));
	if (n->check_id)
		htmlf(c->out, "<input type='hidden' name='check' value='%" PRId64 "'>",
			n->check_id);
	put_name(c, n);
	put_fields(c, n);
	htmlf(c->out, "<button class='primary'>Add %s</button></form>\n", title);
	if (n->provider->sink)
		htmlf(c->out,
			"<p class='hint'>Next you get a secret address, and "
			"the steps in %s.</p>\n",
			title);
}

static void show(const struct call *c, const struct new_integration *n)
{
	const char *title = arena_printf(c->cx->arena, "Add %s", n->provider->title);

	page_open(c, SECTION_INTEGRATIONS, title);
	htmlf(c->out,
		"<div class='stack'><p><a href='settings/integrations'>"
		"All integrations</a></p>\n<h1>%s</h1></div>\n",
		title);
	if (n->provider->source)
		integration_card_steps(c, n->provider->steps, NULL);
	html(c->out, "<section class='card'>\n");
	settings_integrations_new_put_form(c, n);
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
	struct new_integration n = { .provider = NULL };

	page_make(c);
	TRY(find(c, &n.provider));
	n.name = n.provider->title;
	show(c, &n);
	return OK;
}

/* ---- what is sent ---- */

/* A field that is not in the form is not set; an optional one may be empty. */
static struct settings read_settings(const struct call *c, const struct provider *provider)
{
	struct settings in = { .value = { [SETTING_NAME] = form_trimmed(c->cx, c->form, "name") } };

	integration_card_read_fields(c, provider, &in);
	for (const struct field *f = provider->fields; f->label; f++)
		if (!is_shown(f))
			in.field[f->kind] = NULL;
	return in;
}

/* The check that was tried before, or NULL; *id is 0 when there is none. */
static enum err find_before(const struct call *c, const struct candidate **before, int64_t *id)
{
	enum err err;

	*before = NULL;
	if (!form_i64(c->form, "check", 1, INT64_MAX, id))
		*id = 0;
	if (*id == 0)
		return OK;
	err = store_candidate_own(c->cx, c->store, c->visitor->user_id, *id, before);
	if (err != ERR_NOT_FOUND && err != OK)
		return err;
	if (!*before || (*before)->integration_id)
		*id = 0; /* it is too old, or was added in another window */
	return OK;
}

/* An empty key is the one that was entered before. */
static enum err make_draft(const struct call *c, const struct settings *in,
	const struct candidate *before, struct server_draft *draft)
{
	const char *key_file = c->app->conf->key_file;
	struct server_change change = integration_server_change(in);
	struct server was;

	if (before && change.key && !*change.key)
		change.key = NULL;
	if (before)
		was = candidate_server(before);
	TRY(server_draft(c->cx, key_file, before ? &was : NULL, &change, draft));
	return server_seal(c->cx, c->store, key_file, draft);
}

struct made {
	int64_t before_id;    /* the check that it takes the place of */
	int64_t check_id, id; /* one of them, after it was stored */
};

static enum err store(const struct call *c, struct integration *row,
	const struct server_draft *draft, struct made *made)
{
	enum err err;

	TRY(store_begin(c->cx, c->store));
	made->check_id = made->before_id;
	if (draft)
		err = candidate_add(c->cx, c->store, c->app->conf, row, draft, &made->check_id);
	else
		err = integration_add(c->cx, c->store, c->app->conf, row, NULL);
	TRY(store_end(c->cx, c->store, err));
	made->id = row->id;
	return OK;
}

static enum err make(const struct call *c, const struct provider *provider, struct made *made)
{
	const struct settings in = read_settings(c, provider);
	struct integration row = integration_new(c->visitor->user_id, provider);
	const struct candidate *before;
	struct server_draft draft;
	bool has_draft;

	TRY(find_before(c, &before, &made->before_id));
	if (made->before_id == 0)
		before = NULL;
	TRY(integration_set(c->cx, &in, &row));
	has_draft = integration_has_draft(&in, NULL, &row);
	if (has_draft)
		TRY(make_draft(c, &in, before, &draft));
	TRY(store(c, &row, has_draft ? &draft : NULL, made));
	if (has_draft)
		wake_now(c);
	return OK;
}

static void show_again(const struct call *c, const struct provider *provider, int64_t before_id)
{
	struct new_integration n = {
		.provider = provider,
		.name = form_trimmed(c->cx, c->form, "name"),
		.check_id = before_id,
		.error = words_sentence(c->cx, c->cx->note),
		.error_field = c->cx->field,
	};

	for (int i = 0; i < FIELD__COUNT; i++)
		n.value[i] = typed_text(c, (enum field_kind)i);
	show(c, &n);
}

enum err settings_integrations_new_post(struct call *c)
{
	const struct provider *provider;
	struct made made = { .id = 0 };
	enum err err;

	page_make(c);
	TRY(find(c, &provider));
	err = make(c, provider, &made);
	if (err == ERR_INPUT) {
		c->res->status = err_http_status(err);
		show_again(c, provider, made.before_id);
		return OK;
	}
	TRY(err);
	if (made.check_id)
		page_redirect(c,
			arena_printf(c->cx->arena, "settings/integrations/checks/%" PRId64,
				made.check_id),
			NULL, 0);
	else
		page_redirect(c, integration_card_path(c->cx, made.id, ""), "integration-added", 0);
	return OK;
}
