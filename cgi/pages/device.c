/* SPDX-License-Identifier: MIT */
/*
 * device.c -- entering the code that a device shows.
 *
 * The code may come in the address, as a QR code has it. Even then nothing
 * happens before the person has seen which device asks, and has said yes:
 * somebody else's device could have made that address.
 */
#include "cgi/pages/pages.h"
#include "cgi/web/page.h"
#include "shared/actions/pairing.h"

enum { CODE_MAX = 20 };

static void show_form(const struct call *c, const char *code, const char *error)
{
	page_open(c, SECTION_TOKENS, "Sign in a device");
	html(c->out, "<section class='card'><h1>Sign in a device</h1>\n"
		     "<p>Enter the code that the television or player shows.</p>\n");
	page_error(c, error);
	page_form(c, "device");
	htmlf(c->out,
		"<label>Code <input name='code' value='%s' required maxlength='%d' "
		"autocomplete='off' autocapitalize='characters' spellcheck='false' "
		"placeholder='WDJB-MJHT'></label>\n"
		"<button class='primary'>Continue</button></form></section>\n",
		words_clip(c->cx, code, CODE_MAX), CODE_MAX);
	page_close(c);
}

static void show_question(const struct call *c, const char *code, const struct pairing *row)
{
	page_open(c, SECTION_TOKENS, "Sign in a device");
	htmlf(c->out,
		"<section class='card'><h1>Sign in <bdi>%s</bdi>?</h1>\n"
		"<p>It asked from the address %s, ",
		row->name, row->remote);
	page_time(c, row->created_ms);
	html(c->out, ". Allow it only if this is a device of yours that shows this code now. It "
		     "gets a token, with which it can report what you play; you can "
		     "revoke it under Tokens at any time.</p>\n");
	page_form(c, "device/answer");
	htmlf(c->out,
		"<input type='hidden' name='code' value='%s'>\n"
		"<div class='row'><button class='primary' name='answer' value='allow'>Allow it"
		"</button> <button name='answer' value='deny'>Do not allow it</button></div>"
		"</form></section>\n",
		code);
	page_close(c);
}

enum err device_get(struct call *c)
{
	page_make(c);
	show_form(c, form_trimmed(c->cx, c->form, "code"), NULL);
	return OK;
}

/* The device with this code; else the form again, and *found is false. */
static enum err find(const struct call *c, const char *code, struct pairing *row, bool *found)
{
	enum err err = pairing_find(c->cx, c->store, c->visitor->user_id, code, row);

	*found = err == OK;
	if (err != ERR_INPUT && err != ERR_TOO_MANY)
		return err;
	c->res->status = err_http_status(err);
	show_form(c, code, words_sentence(c->cx, c->cx->note));
	return OK;
}

enum err device_post(struct call *c)
{
	const char *code = form_trimmed(c->cx, c->form, "code");
	struct pairing row;
	bool found;

	page_make(c);
	TRY(find(c, code, &row, &found));
	if (found)
		show_question(c, code, &row);
	return OK;
}

enum err device_answer_post(struct call *c)
{
	const char *code = form_trimmed(c->cx, c->form, "code");
	bool is_allowed = strcmp(form_trimmed(c->cx, c->form, "answer"), "allow") == 0;
	struct pairing row;
	bool found;

	page_make(c);
	TRY(find(c, code, &row, &found));
	if (!found)
		return OK;
	TRY(pairing_answer(c->cx, c->store, c->app->conf, c->visitor->user_id, is_allowed, &row));
	page_redirect(c, "settings/tokens", is_allowed ? "device-allowed" : "device-denied", 0);
	return OK;
}
