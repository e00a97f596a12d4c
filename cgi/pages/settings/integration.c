/* SPDX-License-Identifier: MIT */
/* integration.c -- one integration: its health, its steps, its settings. */
#include "cgi/pages/settings/integration.h"
#include "cgi/pages/pages.h"
#include "cgi/pages/settings/integration_history.h"
#include "cgi/web/integration_card.h"
#include "shared/actions/quota.h"
#include "shared/providers/traits.h"
#include "shared/store/heard.h"

/* What stands in the form: as stored, or as typed. */
struct typed {
	const char *name, *start, *complete, *filters, *error;
	const char *field[FIELD__COUNT]; /* NULL: empty */
	bool enabled, shared;
};

static struct typed as_stored(struct cx *cx, const struct integration *i)
{
	struct typed typed = { .name = i->name,
		.start = limits_text(cx->arena, i->limits.start),
		.complete = limits_text(cx->arena, i->limits.complete),
		.enabled = i->enabled,
		.filters = i->filters ? i->filters : "",
		.shared = i->is_shared };

	for (int kind = 0; kind < FIELD__COUNT; kind++)
		typed.field[kind] = integration_field(i, (enum field_kind)kind);
	return typed;
}

/* ---- the parts of the page ---- */

static void put_count(
	const struct call *c, const struct overview *row, const char *outcome, int64_t count)
{
	const char *path = arena_printf(c->cx->arena, "/deliveries?outcome=%s", outcome);

	if (count > 0)
		htmlf(c->out, "<li><a href='%s'>%" PRId64 " %s</a></li>\n",
			integration_card_path(c->cx, row->integration->id, path), count, outcome);
}

static void put_refusal(const struct call *c, const struct refusal *r)
{
	if (r->count == 0)
		return;
	htmlf(c->out, "<p class='warning'>%s refused, between ",
		words_count(c->cx, r->count, "report was", "reports were"));
	page_time(c, r->since_ms);
	html(c->out, " and ");
	page_time(c, r->last_ms);
	html(c->out, ": too many came at once. They are not in the list of deliveries, and most "
		     "players do not send them again.</p>\n");
}

static void put_bodies(const struct call *c, int64_t id)
{
	struct bodies use;

	if (store_bodies_get(c->cx, c->store, id, &use) != OK)
		return;
	htmlf(c->out, "<dt>Bodies</dt><dd>%s of at most %s</dd>\n", words_bytes(c->cx, use.bytes),
		words_bytes(c->cx, quota_of_bodies(c->app->conf)));
	if (use.dropped == 0)
		return;
	htmlf(c->out, "<dt>Dropped</dt><dd>the %s, the last ",
		words_count(c->cx, use.dropped, "oldest body", "oldest bodies"));
	page_time(c, use.dropped_ms);
	html(c->out, "; the deliveries are kept</dd>\n");
}

static void put_health(const struct call *c, const struct overview *row)
{
	const struct integration_health *h = &row->health;

	htmlf(c->out, "<section class='card'><h2>%s</h2>\n<dl class='facts'>\n",
		provider_history(row->integration->provider) ? "What it sends" : "Health");
	integration_card_fact(c, "Last heard", h->last_ms);
	integration_card_fact(c, "Last tracked", h->last_tracked_ms);
	htmlf(c->out, "<dt>Received</dt><dd>%s<ul class='row'>\n",
		words_count(c->cx, h->deliveries, "delivery", "deliveries"));
	put_count(c, row, "tracked", h->tracked);
	if (h->ignored > 0)
		htmlf(c->out, "<li>%" PRId64 " nothing new</li>\n", h->ignored);
	put_count(c, row, "waiting", h->waiting);
	put_count(c, row, "unmatched", h->unmatched);
	put_count(c, row, "refused", h->refused);
	html(c->out, "</ul></dd>\n");
	put_bodies(c, row->integration->id);
	html(c->out, "</dl>\n");
	put_refusal(c, &h->too_many);
	htmlf(c->out, "<p><a class='button' href='%s'>Deliveries</a></p></section>\n",
		integration_card_path(c->cx, row->integration->id, "/deliveries"));
}

/* One person's history would be made of several people's viewings. */
static void put_accounts(const struct call *c, const struct overview *row)
{
	const char *text = NULL;

	if (store_heard_text(c->cx, c->store, row->integration, &text) == OK && text)
		htmlf(c->out, "<p class='warning'>%s</p>\n", text);
}

static void put_people(const struct call *c, const struct integration *i)
{
	const struct integration *hook = NULL;

	if (i->is_shared)
		htmlf(c->out,
			"<p>It serves several people. <a class='button' href='%s'>Accounts</a>"
			"</p>\n",
			integration_card_path(c->cx, i->id, "/accounts"));
	if (!i->hook_id || store_integration_by_id(c->cx, c->store, i->hook_id, &hook) != OK ||
		!hook)
		return;
	htmlf(c->out,
		"<p>Its reports come through an integration of <bdi>%s</bdi>, who sees how many "
		"there are, but nothing of what you play.</p>\n",
		hook->user_name);
}

static void put_address(const struct call *c, const struct overview *row)
{
	const struct integration *i = row->integration;
	const struct provider *provider = provider_find(i->provider);

	if (!provider || !provider->sink || i->hook_id)
		return;
	htmlf(c->out, "<section class='card' id='steps'><h2>In %s</h2>\n", provider->title);
	integration_card_steps(c, provider->steps, i);
	html(c->out, "<p class='hint'>The address is a secret: whoever knows it "
		     "can write into your history.</p>\n");
	if (i->old_slug_ends_ms > c->cx->now_ms)
		htmlf(c->out,
			"<p class='warning'>The address before this one "
			"works until %s.</p>\n",
			words_moment(c->cx, i->old_slug_ends_ms));
	html(c->out, "<details><summary>Make a new address</summary>\n"
		     "<div class='stack'><p>If somebody else may know it. "
		     "The present one works for one more day, so that you can "
		     "enter the new one on the other side.</p>\n");
	page_button(c, &(struct button){ .action = integration_card_path(c->cx, i->id, "/rotate"),
			       .label = "Make a new address",
			       .style = "" });
	html(c->out, "</div></details></section>\n");
}

static void put_limits(const struct call *c, const struct typed *typed)
{
	htmlf(c->out,
		"<label>Started above, in per cent <input name='start' "
		"inputmode='decimal' value='%s' required "
		"maxlength='6'></label>\n"
		"<label>Completed above, in per cent <input name='complete' "
		"inputmode='decimal' value='%s' required "
		"maxlength='6'></label>\n"
		"<p class='hint'>Of the runtime, with up to two decimals. "
		"Usually 2 and 95.</p>\n",
		words_clip(c->cx, typed->start, 20), words_clip(c->cx, typed->complete, 20));
}

/* What its sender says, as a rule may name it. */
static const char *words_traits(struct cx *cx, const struct provider *provider)
{
	bool offered[TRAIT__COUNT];
	const char *list = "";

	traits_offered(provider, offered);
	for (enum trait t = 0; t < TRAIT__COUNT; t++)
		if (offered[t])
			list = arena_printf(
				cx->arena, "%s%s%s", list, *list ? ", " : "", trait_name(t));
	return list;
}

static void put_filters(
	const struct call *c, const struct provider *provider, const struct typed *typed)
{
	if (!provider)
		return;
	htmlf(c->out,
		"<label>Filters, one a line <textarea name='filters' rows='3' maxlength='4000' "
		"spellcheck='false'>%s</textarea></label>\n",
		words_clip(c->cx, typed->filters, 4000));
	htmlf(c->out,
		"<p class='hint'>\"not kind movie\" excludes what it names, \"only kind show\" "
		"everything else. What %s says: %s.</p>\n",
		provider->title, words_traits(c->cx, provider));
}

static void put_shared(const struct call *c, const struct integration *i, const struct typed *typed)
{
	if (!integration_may_be_shared(i))
		return;
	htmlf(c->out,
		"<label class='check'><input type='checkbox' name='shared'%s> It serves several "
		"people</label>\n<p class='hint'>Reports go to the person who has the account of "
		"%s that plays. Those of others wait.</p>\n",
		typed->shared ? " checked" : "", words_provider(i->provider));
}

static void put_settings(
	const struct call *c, const struct integration *i, const struct typed *typed)
{
	const struct provider *provider = provider_find(i->provider);

	html(c->out, "<section class='card' id='settings'>"
		     "<h2>Settings</h2>\n");
	page_error(c, typed->error);
	page_form(c, integration_card_path(c->cx, i->id, ""));
	htmlf(c->out,
		"<label>Name <input name='name' value='%s' required "
		"maxlength='%d'></label>\n",
		typed->name, INTEGRATION_NAME_MAX);
	put_limits(c, typed);
	for (const struct field *f = provider ? provider->fields : NULL; f && f->label; f++)
		if (!field_types[f->kind].is_of_server)
			integration_card_field(c, f,
				&(struct field_input){
					.value = typed->field[f->kind] ? typed->field[f->kind] : "",
					.is_kept = true });
	put_filters(c, provider, typed);
	put_shared(c, i, typed);
	html(c->out, "<label class='check'><input type='checkbox' "
		     "name='enabled'");
	if (typed->enabled)
		html(c->out, " checked");
	html(c->out, "> Switched on</label>\n"
		     "<button class='primary'>Save</button></form>"
		     "</section>\n");
}

static void put_head(const struct call *c, const struct overview *row)
{
	const struct integration *i = row->integration;
	struct condition state = integration_card_condition(c->cx, row);

	htmlf(c->out,
		"<div class='stack'><p><a href='settings/integrations'>"
		"All integrations</a></p>\n<div class='row'><h1><bdi>%s"
		"</bdi></h1> <span class='badge %s'>%s</span></div>\n",
		i->name, state.badge, state.word);
	htmlf(c->out, "<p class='soft'>%s, since %s. %s</p></div>\n", words_provider(i->provider),
		words_moment(c->cx, i->created_ms), state.sentence);
}

static enum err show(const struct call *c, const struct overview *row, const struct typed *typed,
	const struct server_typed *server, const struct policy_typed *policy)
{
	int64_t id = row->integration->id;
	bool is_early = server_only_answers(row->server);

	page_open(c, SECTION_INTEGRATIONS, row->integration->name);
	put_head(c, row);
	put_people(c, row->integration);
	put_accounts(c, row);
	if (is_early)
		settings_integration_put_server(c, row, server);
	/* New: the steps come first, later they are in the way. */
	if (row->health.last_ms == UNSAID)
		put_address(c, row);
	put_health(c, row);
	if (!is_early && integration_may_have_server(row->integration))
		settings_integration_put_server(c, row, server);
	TRY(settings_integration_put_history(c, row));
	put_settings(c, row->integration, typed);
	settings_integration_put_policy(c, row->integration, policy);
	if (row->health.last_ms != UNSAID)
		put_address(c, row);
	htmlf(c->out, "<p><a href='%s'>Remove this integration</a></p>\n",
		integration_card_path(c->cx, id, "/remove"));
	page_close(c);
	return OK;
}

enum err settings_integration_show(const struct call *c, const struct overview *row,
	const struct server_typed *server, const struct policy_typed *policy)
{
	struct typed typed = as_stored(c->cx, row->integration);

	return show(c, row, &typed, server, policy);
}

enum err settings_integration_get(struct call *c)
{
	const struct overview *row;

	page_make(c);
	TRY(integration_card_find(c, &row));
	return settings_integration_show(c, row, NULL, NULL);
}

/* ---- its settings ---- */

static struct typed as_typed(const struct call *c)
{
	struct typed typed = {
		.name = form_trimmed(c->cx, c->form, "name"),
		.start = form_trimmed(c->cx, c->form, "start"),
		.complete = form_trimmed(c->cx, c->form, "complete"),
		.enabled = form_has(c->form, "enabled"),
		.filters = form_trimmed(c->cx, c->form, "filters"),
		.shared = form_has(c->form, "shared"),
	};

	for (int kind = 0; kind < FIELD__COUNT; kind++)
		if (!field_types[kind].is_of_server)
			typed.field[kind] = form_trimmed(c->cx, c->form, field_types[kind].name);
	return typed;
}

static enum err save(const struct call *c, const struct integration *was)
{
	const struct typed typed = as_typed(c);
	const struct provider *provider = provider_find(was->provider);
	struct integration row = *was;
	struct settings in = { .value = { NULL } };

	in.value[SETTING_NAME] = typed.name;
	in.value[SETTING_START] = typed.start;
	in.value[SETTING_COMPLETE] = typed.complete;
	in.value[SETTING_ENABLED] = setting_switch(typed.enabled);
	in.value[SETTING_FILTERS] = typed.filters;
	in.value[SETTING_SHARED] = setting_switch(typed.shared);
	if (provider)
		integration_card_read_fields(c, provider, &in);
	/* Those have a form of their own. */
	for (int kind = 0; kind < FIELD__COUNT; kind++)
		if (field_types[kind].is_of_server)
			in.field[kind] = NULL;
	TRY(integration_set(c->cx, &in, &row));
	return integration_save(c->cx, c->store, &row, NULL);
}

enum err settings_integration_post(struct call *c)
{
	const struct overview *row;
	enum err err;

	page_make(c);
	TRY(integration_card_find(c, &row));
	err = save(c, row->integration);
	if (err == ERR_INPUT) {
		struct typed typed = as_typed(c);

		typed.error = words_sentence(c->cx, c->cx->note);
		typed.name = words_clip(c->cx, typed.name, INTEGRATION_NAME_MAX);
		c->res->status = err_http_status(err);
		return show(c, row, &typed, NULL, NULL);
	}
	TRY(err);
	page_redirect(c, integration_card_path(c->cx, row->integration->id, ""), "saved", 0);
	return OK;
}

enum err settings_integration_rotate_post(struct call *c)
{
	const struct integration *row;

	page_make(c);
	TRY(integration_card_find_own(c, &row));
	TRY(integration_rotate(c->cx, c->store, row));
	page_redirect(c, integration_card_path(c->cx, row->id, ""), "slug-rotated", 0);
	return OK;
}
