/* SPDX-License-Identifier: MIT */
/* tokens.c -- application tokens: created, listed, revoked. */
#include "cgi/pages/pages.h"
#include "cgi/pages/settings/row.h"
#include "cgi/web/integration_card.h"
#include "shared/base/utf8.h"
#include "shared/store/user.h"

enum { TOKENS_SHOWN = 50 };

/* The form that was sent: refused with an error, or accepted with a token. */
struct sent {
	const char *name, *error;
	const char *token; /* the new one, in this answer only */
};

static void put_new(const struct page *p, const struct sent *sent)
{
	htmlf(p->out,
		"<section class='card' role='status'><h2>The token for "
		"<bdi>%s</bdi></h2>\n<p>Copy it now: it is shown only once, "
		"and only its hash is stored.</p>\n",
		sent->name);
	integration_card_copy(p, "The new token", sent->token);
	htmlf(p->out,
		"<p class='hint'>Use it with the address of this instance: "
		"<code>%s</code></p></section>\n",
		p->app->conf->base_url);
}

static void put_form(const struct page *p, const struct sent *sent)
{
	html(p->out, "<section class='card'><h2>Create a token</h2>\n");
	page_error(p, sent->error);
	page_form(p, "settings/tokens");
	htmlf(p->out,
		"<label>What is it for? <input name='name' value='%s' "
		"required maxlength='%d' placeholder='Player in the bedroom'>"
		"</label>\n<button class='primary'>Generate token</button>"
		"</form></section>\n",
		sent->token ? "" : words_clip(p->cx, sent->name, 200), TOKEN_NAME_MAX);
}

static void put_use(const struct page *p, const struct token *t)
{
	if (t->last_used_ms == UNSAID) {
		html(p->out, "<span class='meta'>never used</span>");
		return;
	}
	html(p->out, "<span class='meta'>last used ");
	page_time(p, t->last_used_ms);
	if (t->last_used_from)
		htmlf(p->out, " from %s", t->last_used_from);
	html(p->out, "</span>");
}

static void put_token(const struct page *p, const struct token *t)
{
	htmlf(p->out,
		"<li><div class='what'><strong><bdi>%s</bdi></strong>"
		"<span class='meta'>created ",
		t->name);
	page_time(p, t->created_ms);
	html(p->out, "</span>");
	put_use(p, t);
	html(p->out, "</div>");
	if (t->revoked_ms != UNSAID)
		html(p->out, "<span class='badge'>Revoked</span></li>\n");
	else {
		page_button(p, &(struct button){ .action = arena_printf(p->cx->arena,
							 "settings/tokens/"
							 "%" PRId64 "/revoke",
							 t->id),
				       .label = "Revoke",
				       .style = "danger" });
		html(p->out, "</li>\n");
	}
}

/* Valid tokens come first, then revoked ones while there is room. */
static void put_list(const struct page *p, const struct token *rows, size_t count)
{
	size_t left = TOKENS_SHOWN;

	html(p->out, "<section class='stack'><h2>Your tokens</h2>\n");
	if (count == 0) {
		html(p->out, "<p class='soft'>There are none yet.</p>"
			     "</section>\n");
		return;
	}
	html(p->out, "<ul class='list'>\n");
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = count; i-- > 0 && left > 0;)
			if ((rows[i].revoked_ms != UNSAID) == (pass == 1)) {
				put_token(p, &rows[i]);
				left--;
			}
	html(p->out, "</ul>\n");
	if (count > TOKENS_SHOWN)
		htmlf(p->out, "<p class='soft'>And %zu older ones.</p>\n", count - TOKENS_SHOWN);
	html(p->out, "</section>\n");
}

static enum err show(const struct page *p, const struct sent *sent)
{
	const struct token *rows = NULL;
	size_t count = 0;

	TRY(store_token_list(p->cx, p->app->store, p->req->visitor->user_id, &rows, &count));
	page_open(p, SECTION_TOKENS, "Tokens");
	html(p->out, "<div class='stack'><h1>Tokens</h1>\n"
		     "<p class='soft'>A token lets a program, such as a "
		     "player's add-on or a script, act in your name.</p>"
		     "</div>\n");
	if (sent->token)
		put_new(p, sent);
	put_list(p, rows, count);
	put_form(p, sent);
	page_close(p);
	return OK;
}

enum err settings_tokens_get(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);

	return show(&p, &(struct sent){ .name = "" });
}

static enum err create(struct cx *cx, const struct app *app, const struct req *req,
	const char *name, char token[static TOKEN_TEXT])
{
	unsigned char hash[TOKEN_HASH];
	size_t length = strlen(name);
	int64_t id;

	if (length == 0 || length > TOKEN_NAME_MAX || !utf8_is_text(name, length))
		return err_note(cx, ERR_INPUT, "Say in a few words what the token is for.");
	token_new(token);
	token_hash(token, hash);
	return store_token_add(cx, app->store, req->visitor->user_id, name, hash, &id);
}

/* Shows the page without a redirect, which could not carry the token. */
enum err settings_tokens_post(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	struct sent sent = { .name = form_trimmed(cx, req->form, "name") };
	char token[TOKEN_TEXT] = "";
	enum err err = create(cx, app, req, sent.name, token);

	if (err == ERR_INPUT) {
		sent.error = words_sentence(cx, cx->note);
		res->status = err_http_status(err);
	} else if (err != OK) {
		return err;
	} else {
		sent.token = token;
	}
	return show(&p, &sent);
}

enum err settings_tokens_revoke_post(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);

	return row_end(&p, store_token_revoke_own, "settings/tokens", "token-revoked");
}
