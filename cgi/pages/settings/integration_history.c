/* SPDX-License-Identifier: MIT */
#include "cgi/pages/settings/integration_history.h"

#include "cgi/pages/pages.h"
#include "cgi/web/wake.h"
#include "shared/actions/past_import.h"

enum { ERROR_SHOWN = 300, MINUTE_MS = 60 * 1000 };

static const char *path(const struct call *c, const struct overview *row, const char *rest)
{
	return integration_card_path(c->cx, row->integration->id, rest);
}

/* ---- whose viewings ---- */

static void put_person_form(
	const struct call *c, const struct overview *row, const struct past_state *state)
{
	const struct past_person *people = past_people(c->cx, state);
	const char *now = row->server->person;

	page_form(c, path(c, row, "/person"));
	html(c->out, "<label>Whose viewings? <select name='person'>\n"
		     "<option value=''>Nobody's: only what is sent counts</option>\n");
	for (; people->id; people++)
		htmlf(c->out, "<option value='%s'%s>%s</option>\n", people->id,
			now && strcmp(now, people->id) == 0 ? " selected" : "", people->name);
	html(c->out, "</select></label>\n<button>Choose</button></form>\n");
}

/* ---- what is being done, and what was ---- */

static const char *left_text(const struct call *c, const struct past_state *state)
{
	int64_t passed_ms = c->cx->now_ms - state->started_ms, left_ms;

	if (state->started_ms == UNSAID || state->done <= 0 || state->total <= state->done)
		return "";
	left_ms = passed_ms / state->done * (state->total - state->done);
	return arena_join(c->cx->arena, "; about ",
		words_count(c->cx, left_ms / MINUTE_MS + 1, "minute is left", "minutes are left"),
		"");
}

static void put_running(
	const struct call *c, const struct overview *row, const struct past_state *state)
{
	bool is_look = state->wish == PAST_LOOK;

	htmlf(c->out, "<p><span class='badge live'>%s</span> what %s has watched",
		is_look                    ? "Counting"
		: state->wish == PAST_SKIP ? "Passing over"
					   : "Importing",
		row->server->person_name);
	if (state->started_ms == UNSAID)
		html(c->out, ": it waits for its turn.</p>\n");
	else if (state->total > 0)
		htmlf(c->out, ": %" PRId64 " of %" PRId64 "%s.</p>\n", state->done, state->total,
			left_text(c, state));
	else
		htmlf(c->out, ": %" PRId64 " so far.</p>\n", state->done);
	if (state->total > 0)
		page_bar(c,
			state->done >= state->total ? SHARE_WHOLE
						    : state->done * SHARE_WHOLE / state->total,
			"So far");
}

static void put_wish(const struct call *c, const struct overview *row, const char *wish,
	const char *label, const char *style)
{
	page_button(c, &(struct button){ .action = path(c, row, "/past"),
			       .label = label,
			       .style = style,
			       .name = "wish",
			       .value = wish });
}

static void put_found(
	const struct call *c, const struct overview *row, const struct past_state *state)
{
	if (state->error)
		htmlf(c->out, "<p class='warning'>It did not come to its end: %s.</p>\n",
			words_clip(c->cx, state->error, ERROR_SHOWN));
	if (state->summary)
		htmlf(c->out, "<p>%s has watched: %s.%s</p>\n", row->server->person_name,
			state->summary,
			row->server->is_pulled ? "" : " Nothing of it is written yet.");
	html(c->out, "<div class='row'>");
	if (state->summary) {
		put_wish(c, row, "import", "Import all of it", "primary");
		put_wish(c, row, "skip", "Only what comes from now on", "");
	}
	put_wish(c, row, "look", "Count again", "quiet");
	html(c->out, "</div>\n");
}

static void put_settled(
	const struct call *c, const struct overview *row, const struct past_state *state)
{
	htmlf(c->out,
		"<p>Every hour, and after a gap, the server is asked what %s has watched. What its "
		"webhooks did not tell is added, with the reason <code>reconciled</code>.</p>\n",
		row->server->person_name);
	if (state->wish == PAST_IMPORT && state->summary)
		htmlf(c->out,
			"<p>Imported: %s. <a href='settings/account'>The page Account</a> takes "
			"that back as a whole.</p>\n",
			state->summary);
	if (state->wish != PAST_IMPORT) {
		html(c->out, "<div class='row'>");
		put_wish(c, row, "look", "Count what was before", "quiet");
		html(c->out, "</div>\n");
	}
}

static enum err put_state(
	const struct call *c, const struct overview *row, const struct past_state *state)
{
	bool is_running = row->server->person && past_is_wanted(state);

	if (is_running)
		put_running(c, row, state);
	else if (row->server->person && row->server->is_pulled && state->wish != PAST_LOOK)
		put_settled(c, row, state);
	else if (row->server->person)
		put_found(c, row, state);
	if (!is_running)
		html(c->out, "<span data-done hidden></span>\n");
	return OK;
}

enum err settings_integration_put_history(const struct call *c, const struct overview *row)
{
	struct past_state state;

	if (!row->server || !provider_history(row->integration->provider))
		return OK;
	TRY(store_past_get(c->cx, c->store, row->integration->id, &state));
	html(c->out, "<section class='card' id='asks'><h2>What we ask</h2>\n");
	if (!state.people)
		html(c->out,
			"<p>Webhooks that were missed, and the years before, can be asked "
			"for. Press <em>Test connection</em> above: then it is known who is on "
			"the server.</p>\n");
	else if (!row->server->person)
		html(c->out, "<p>Webhooks that were missed, and the years before, can be asked "
			     "for, once it is known whose viewings are yours.</p>\n");
	htmlf(c->out, "<div class='stack' aria-live='polite' data-refresh='%s' data-every='2'>\n",
		path(c, row, "/asks"));
	TRY(put_state(c, row, &state));
	html(c->out, "</div>\n");
	if (state.people)
		put_person_form(c, row, &state);
	html(c->out, "</section>\n");
	return OK;
}

/* ---- the forms ---- */

static enum err find(const struct call *c, const struct overview **out)
{
	TRY(integration_card_find(c, out));
	return (*out)->server && provider_history((*out)->integration->provider)
		       ? OK
		       : call_not_found(c);
}

/* The part of the page that its script loads again and again. */
enum err settings_integration_asks_get(struct call *c)
{
	const struct overview *row;
	struct past_state state;

	page_make(c);
	TRY(find(c, &row));
	TRY(store_past_get(c->cx, c->store, row->integration->id, &state));
	return put_state(c, row, &state);
}

static enum err end(const struct call *c, const struct overview *row, enum err err)
{
	TRY(store_end(c->cx, c->store, err));
	wake_now(c);
	page_redirect(c, path(c, row, ""), "yank-asked", 0);
	return OK;
}

enum err settings_integration_person_post(struct call *c)
{
	const struct overview *row;

	page_make(c);
	TRY(find(c, &row));
	TRY(store_begin(c->cx, c->store));
	return end(c, row,
		past_choose(
			c->cx, c->store, row->integration, form_trimmed(c->cx, c->form, "person")));
}

enum err settings_integration_past_post(struct call *c)
{
	const struct overview *row;
	enum past_wish wish;

	page_make(c);
	TRY(find(c, &row));
	if (!past_wish_parse(form_trimmed(c->cx, c->form, "wish"), &wish))
		return err_note(c->cx, ERR_INPUT, "There is no such wish.");
	TRY(store_begin(c->cx, c->store));
	return end(c, row, past_ask(c->cx, c->store, row->integration, wish));
}
