/* SPDX-License-Identifier: MIT */
/* tokens.c -- application tokens: created, listed, revoked. */
#include "cgi/pages/pages.h"
#include "cgi/pages/settings/row.h"
#include "cgi/web/integration_card.h"
#include "shared/actions/token.h"
#include "shared/store/holding.h"

enum { TOKENS_SHOWN = 50 };

/* The form that was sent: refused with an error, or accepted with a token. */
struct sent {
	const char *name, *error;
	const char *token; /* the new one, in this answer only */
};

static void put_new(const struct call *c, const struct sent *sent)
{
	htmlf(c->out,
		"<section class='card' role='status'><h2>The token for "
		"<bdi>%s</bdi></h2>\n<p>Copy it now: it is shown only once, "
		"and only its hash is stored.</p>\n",
		sent->name);
	integration_card_copy(c, "The new token", sent->token);
	htmlf(c->out,
		"<p class='hint'>Use it with the address of this instance: "
		"<code>%s</code></p></section>\n",
		c->app->conf->base_url);
}

static const struct choice {
	enum scope scope;
	const char *words;
} choices[] = {
	{ SCOPE_REPORT, "Send reports: for players" },
	{ SCOPE_READ, "Read what these pages show, except secrets" },
	{ SCOPE_ALL, "Everything: send, read and change" },
};
_Static_assert(NELEM(choices) == SCOPE__COUNT, "a scope without a choice");

static void put_form(const struct call *c, const struct sent *sent)
{
	html(c->out, "<section class='card'><h2>Create a token</h2>\n");
	page_error(c, sent->error);
	page_form(c, "settings/tokens");
	htmlf(c->out,
		"<label>What is it for? <input name='name' value='%s' "
		"required maxlength='%d' placeholder='Player in the bedroom'>"
		"</label>\n<label>What may it do? <select name='scope'>",
		sent->token ? "" : words_clip(c->cx, sent->name, 200), TOKEN_NAME_MAX);
	for (size_t i = 0; i < NELEM(choices); i++)
		htmlf(c->out, "<option value='%s'>%s</option>\n", scope_name(choices[i].scope),
			choices[i].words);
	html(c->out, "</select></label>\n<button class='primary'>Generate token</button>"
		     "</form></section>\n");
}

static void put_use(const struct call *c, const struct token *t)
{
	if (t->last_used_ms == UNSAID) {
		html(c->out, "<span class='meta'>never used</span>");
		return;
	}
	html(c->out, "<span class='meta'>last used ");
	page_time(c, t->last_used_ms);
	if (t->last_used_from)
		htmlf(c->out, " from %s", t->last_used_from);
	html(c->out, "</span>");
}

static void put_token(const struct call *c, const struct token *t)
{
	htmlf(c->out,
		"<li><div class='what'><strong><bdi>%s</bdi></strong>"
		"<span class='meta'>%s</span><span class='meta'>created ",
		t->name, token_may(t->scope));
	page_time(c, t->created_ms);
	html(c->out, "</span>");
	put_use(c, t);
	html(c->out, "</div>");
	if (t->revoked_ms != UNSAID)
		html(c->out, "<span class='badge'>Revoked</span></li>\n");
	else {
		page_button(c, &(struct button){ .action = arena_printf(c->cx->arena,
							 "settings/tokens/"
							 "%" PRId64 "/revoke",
							 t->id),
				       .label = "Revoke",
				       .style = "danger" });
		html(c->out, "</li>\n");
	}
}

/* Valid tokens come first, then revoked ones while there is room. */
static void put_list(const struct call *c, const struct token *rows, size_t count)
{
	size_t left = TOKENS_SHOWN;

	html(c->out, "<section class='stack'><h2>Your tokens</h2>\n");
	if (count == 0) {
		html(c->out, "<p class='soft'>There are none yet.</p>"
			     "</section>\n");
		return;
	}
	html(c->out, "<ul class='list'>\n");
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = count; i-- > 0 && left > 0;)
			if ((rows[i].revoked_ms != UNSAID) == (pass == 1)) {
				put_token(c, &rows[i]);
				left--;
			}
	html(c->out, "</ul>\n");
	if (count > TOKENS_SHOWN)
		htmlf(c->out, "<p class='soft'>And %zu older ones.</p>\n", count - TOKENS_SHOWN);
	html(c->out, "</section>\n");
}

static enum err show(const struct call *c, const struct sent *sent)
{
	const struct token *rows = NULL;
	struct holding has;
	size_t count = 0;

	TRY(store_holding_get(c->cx, c->store, c->visitor->user_id, &has));
	TRY(store_token_list(c->cx, c->store, c->visitor->user_id, &rows, &count));
	page_open(c, SECTION_TOKENS, "Tokens");
	html(c->out, "<div class='stack'><h1>Tokens</h1>\n"
		     "<p class='soft'>A token lets a program, such as a "
		     "player's add-on or a script, act in your name. A device that shows "
		     "a short code is signed in <a href='device'>here</a>.</p>"
		     "</div>\n");
	if (sent->token)
		put_new(c, sent);
	put_list(c, rows, count);
	htmlf(c->out, "<p class='soft'>%" PRId64 " of at most %" PRId64 " are valid.</p>\n",
		has.tokens, c->app->conf->quota_tokens);
	put_form(c, sent);
	page_close(c);
	return OK;
}

enum err settings_tokens_get(struct call *c)
{
	page_make(c);
	return show(c, &(struct sent){ .name = "" });
}

static enum err create(const struct call *c, const char *name, char token[static TOKEN_TEXT])
{
	struct token row = { .user_id = c->visitor->user_id, .name = name };

	TRY(token_scope(c->cx, form_text(c->form, "scope"), &row.scope));
	return token_make(c->cx, c->store, c->app->conf, &row, token);
}

/* Shows the page without a redirect, which could not carry the token. */
enum err settings_tokens_post(struct call *c)
{
	struct sent sent = { .name = form_trimmed(c->cx, c->form, "name") };
	char token[TOKEN_TEXT] = "";
	enum err err = create(c, sent.name, token);

	page_make(c);
	if (err == ERR_INPUT) {
		sent.error = words_sentence(c->cx, c->cx->note);
		c->res->status = err_http_status(err);
	} else if (err != OK) {
		return err;
	} else {
		sent.token = token;
	}
	return show(c, &sent);
}

enum err settings_tokens_revoke_post(struct call *c)
{
	page_make(c);
	return row_end(c, token_revoke, "settings/tokens", "token-revoked");
}
