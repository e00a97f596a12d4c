/* SPDX-License-Identifier: MIT */
/*
 * integrations_check.c -- a server that is being added, from its check to the
 * end of its first sync. One part of the page is loaded again and again; it
 * ends in the integration, in the form with what is wrong, or in a question.
 */
#include "cgi/pages/pages.h"
#include "cgi/pages/settings/integrations_new.h"
#include "cgi/web/integration_card.h"
#include "cgi/web/wake.h"
#include "shared/actions/candidate.h"
#include "shared/store/overview.h"

static const char *path(struct cx *cx, const struct candidate *row, const char *rest)
{
	return arena_printf(cx->arena, "settings/integrations/checks/%" PRId64 "%s", row->id, rest);
}

static enum err find(
	const struct call *c, const struct candidate **row, const struct provider **provider)
{
	int64_t id;

	TRY(call_id(c, &id));
	TRY(store_candidate_own(c->cx, c->store, c->visitor->user_id, id, row));
	*provider = provider_find((*row)->provider);
	return *provider ? OK : call_not_found(c);
}

/* ---- the part ---- */

static void put_done(const struct call *c)
{
	html(c->out, "<span data-done hidden></span>\n");
}

/* What was entered, to be corrected. error: or NULL. */
static void put_form(const struct call *c, const struct candidate *row,
	const struct provider *provider, const char *error)
{
	struct new_integration n = {
		.provider = provider,
		.name = row->name,
		.check_id = row->id,
		.error = error,
		.error_field = row->error_field,
	};

	n.value[FIELD_URL] = row->url;
	settings_integrations_new_put_form(c, &n);
}

static void put_failed(
	const struct call *c, const struct candidate *row, const struct provider *provider)
{
	html(c->out, "<p><span class='badge bad'>Not added</span> Correct what is wrong, and try "
		     "again.</p>\n");
	put_form(c, row, provider, words_sentence(c->cx, candidate_error(row)));
	put_done(c);
}

static void put_question(
	const struct call *c, const struct candidate *row, const struct provider *provider)
{
	htmlf(c->out, "<p><span class='badge good'>Connection works</span> %s</p>\n",
		row->greeting ? row->greeting : "");
	htmlf(c->out, "<p class='warning'>%s Add it?</p>\n<div class='row'>", row->question);
	page_button(c, &(struct button){ .action = path(c->cx, row, "/confirm"),
			       .label = "Yes, add it",
			       .style = "primary" });
	html(c->out, "</div>\n<details><summary>No, another address or key</summary>\n");
	put_form(c, row, provider, NULL);
	html(c->out, "</details>\n");
	put_done(c);
}

static enum err put_added(const struct call *c, const struct candidate *row)
{
	const struct overview *made = NULL;

	TRY(store_health_get(c->cx, c->store, c->visitor->user_id, row->integration_id, &made));
	htmlf(c->out,
		"<p><span class='badge good'>Added</span> <a href='%s'><bdi>%s</bdi></a></p>\n",
		integration_card_path(c->cx, row->integration_id, ""), made->integration->name);
	integration_card_asking(c, made);
	return OK;
}

static enum err put_part(
	const struct call *c, const struct candidate *row, const struct provider *provider)
{
	switch (candidate_state(row, c->cx->now_ms)) {
	case CANDIDATE_WAITING:
		htmlf(c->out, "<p><code>%s</code> is asked before anything is added.</p>\n",
			row->url);
		integration_card_waiting(c, row->asked_ms, path(c->cx, row, ""));
		break;
	case CANDIDATE_RUNNING:
		htmlf(c->out,
			"<p><span class='badge live'>Checking</span> <code>%s</code> is asked. "
			"<a href='%s'>Check again</a></p>\n",
			row->url, path(c->cx, row, ""));
		break;
	case CANDIDATE_FAILED:
		put_failed(c, row, provider);
		break;
	case CANDIDATE_ASKS:
		put_question(c, row, provider);
		break;
	case CANDIDATE_ADDED:
		return put_added(c, row);
	}
	return OK;
}

enum err settings_integrations_check_asking_get(struct call *c)
{
	const struct candidate *row;
	const struct provider *provider;

	page_make(c);
	TRY(find(c, &row, &provider));
	return put_part(c, row, provider);
}

/* ---- the page ---- */

enum err settings_integrations_check_get(struct call *c)
{
	const struct candidate *row;
	const struct provider *provider;
	const char *title;

	page_make(c);
	TRY(find(c, &row, &provider));
	title = arena_printf(c->cx->arena, "Add %s", provider->title);
	page_open(c, SECTION_INTEGRATIONS, title);
	htmlf(c->out,
		"<div class='stack'><p><a href='settings/integrations'>"
		"All integrations</a></p>\n<h1>%s</h1></div>\n",
		title);
	htmlf(c->out,
		"<section class='card'><div class='stack' aria-live='polite' data-refresh='%s' "
		"data-every='1'>\n",
		path(c->cx, row, "/asking"));
	TRY(put_part(c, row, provider));
	html(c->out, "</div></section>\n");
	page_close(c);
	return OK;
}

enum err settings_integrations_check_confirm_post(struct call *c)
{
	const struct candidate *row;
	const struct provider *provider;
	int64_t id = 0;

	page_make(c);
	TRY(find(c, &row, &provider));
	/* The button may be pressed twice, and both lead to the integration. */
	if (row->integration_id == 0) {
		TRY(store_begin(c->cx, c->store));
		TRY(store_end(c->cx, c->store,
			candidate_confirm(c->cx, c->store, c->app->conf, row, &id)));
		wake_now(c);
	}
	page_redirect(c, path(c->cx, row, ""), NULL, 0);
	return OK;
}
