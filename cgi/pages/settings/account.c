/* SPDX-License-Identifier: MIT */
/* account.c -- a person's own zone, looks, password, sessions and data. */
#include "cgi/pages/settings/account.h"
#include "cgi/pages/settings/imports.h"

#include "cgi/access/throttle.h"
#include "cgi/pages/pages.h"
#include "cgi/pages/settings/row.h"
#include "cgi/web/list.h"
#include "cgi/web/new_password.h"
#include "shared/base/zone.h"
#include "shared/crypto/password.h"
#include "shared/providers/past.h"
#include "shared/store/session.h"

/* More are not listed; "Sign out all others" ends them as well. */
enum { BROWSERS_SHOWN = 50 };

static const char place[] = "settings/account";

static void put_zone(const struct call *c, const char *error)
{
	const char *zone = c->visitor->time_zone;
	const char *typed = form_text(c->form, "zone");
	const char *const *names;
	size_t count;

	zone_list(c->cx->arena, &names, &count);
	html(c->out, "<section class='card'>\n<h2>Time zone</h2>\n");
	htmlf(c->out,
		"<p class='soft'>Days and hours are shown as they are in %s, "
		"where it is now %s.</p>\n",
		zone ? zone : "UTC", words_moment(c->cx, c->cx->now_ms));
	page_error(c, error);
	page_form(c, "settings/account/zone");
	htmlf(c->out,
		"<label>Where you live <input name='zone' value='%s' "
		"list='zones' required maxlength='%d' autocomplete='off' "
		"spellcheck='false' aria-describedby='zone-hint'></label>\n"
		"<p class='hint' id='zone-hint'>Start typing the name of "
		"a large city near you.</p>\n<datalist id='zones'>",
		error && typed ? words_clip(c->cx, typed, ZONE_NAME_MAX)
		: zone         ? zone
			       : "UTC",
		ZONE_NAME_MAX);
	for (size_t i = 0; i < count; i++)
		htmlf(c->out, "<option value='%s'>", names[i]);
	html(c->out, "</datalist>\n<button>Save time zone</button></form>\n"
		     "</section>\n");
}

static void put_looks(const struct call *c)
{
	static const struct choice clocks[] = { { "24", "14:05" }, { "12", "2:05 pm" } };
	static const struct choice themes[] = { { "system", "As the device has it" },
		{ "light", "Light" }, { "dark", "Dark" } };
	const struct looks *looks = &c->visitor->looks;

	html(c->out, "<section class='card'>\n<h2>Looks</h2>\n");
	page_form(c, "settings/account/looks");
	list_select(c, &(struct list_select){
			       "Clock", "clock", clocks, NELEM(clocks), looks->is_clock12 });
	list_select(c,
		&(struct list_select){ "Colours", "theme", themes, NELEM(themes), looks->theme });
	html(c->out, "<button>Save</button></form>\n</section>\n");
}

static void put_password(const struct call *c, const char *error)
{
	html(c->out, "<section class='card'>\n<h2>Password</h2>\n"
		     "<p class='soft'>A new password signs out all other "
		     "browsers.</p>\n");
	page_error(c, error);
	page_form(c, "settings/account/password");
	htmlf(c->out,
		"<input name='name' autocomplete='username' value='%s' "
		"hidden>\n<label>Current password <input name='old' "
		"type='password' required maxlength='%d' "
		"autocomplete='current-password'></label>\n",
		c->visitor->name, PASSWORD_MAX);
	new_password_put(c, "New password", "Repeat the new password");
	new_password_put_tokens(c);
	html(c->out, "<button>Change password</button></form>\n</section>\n");
}

struct sign {
	const char *in, *word;
};

/* The word of the first sign in the User-Agent, or of the last sign. */
static const char *word_of(const struct sign *signs, size_t count, const char *user_agent)
{
	size_t i = 0;

	while (i + 1 < count && !strstr(user_agent, signs[i].in))
		i++;
	return signs[i].word;
}

/* Most browsers claim to be others as well, so the order matters. */
static const char *words_browser(struct cx *cx, const char *user_agent)
{
	static const struct sign browsers[] = { { "Edg", "Edge" }, { "OPR/", "Opera" },
		{ "Firefox/", "Firefox" }, { "FxiOS/", "Firefox" }, { "CriOS/", "Chrome" },
		{ "Chrome/", "Chrome" }, { "Safari/", "Safari" }, { "", "A browser" } };
	static const struct sign systems[] = { { "Android", " on Android" },
		{ "iPhone", " on an iPhone" }, { "iPad", " on an iPad" },
		{ "Windows", " on Windows" }, { "Mac OS X", " on macOS" }, { "Linux", " on Linux" },
		{ "", "" } };

	return arena_printf(cx->arena, "%s%s", word_of(browsers, NELEM(browsers), user_agent),
		word_of(systems, NELEM(systems), user_agent));
}

static void put_session(const struct call *c, const struct session *s)
{
	bool is_this = s->id == c->visitor->session_id;

	htmlf(c->out,
		"<li><div class='what'><span>%s</span>\n"
		"<span class='meta'>Used ",
		words_browser(c->cx, s->user_agent));
	page_time(c, s->last_used_ms);
	html(c->out, ", signed in ");
	page_time(c, s->created_ms);
	htmlf(c->out, " from <bdi>%s</bdi></span></div>\n", s->remote);
	if (is_this)
		html(c->out, "<span class='badge good'>This browser</span>");
	else
		page_button(
			c, &(struct button){ .action = arena_printf(c->cx->arena,
						     "%s/sessions/%" PRId64 "/end", place, s->id),
				   .label = "Sign out",
				   .style = "quiet" });
	html(c->out, "</li>\n");
}

static void put_sessions(const struct call *c, const struct session *rows, size_t count)
{
	html(c->out, "<section class='stack'>\n<div class='head'>"
		     "<h2>Where you are signed in</h2>\n");
	if (count > 1)
		page_button(c, &(struct button){ .action = "settings/account/sessions/end",
				       .label = "Sign out all others",
				       .style = "quiet" });
	html(c->out, "</div>\n<ul class='list'>\n");
	for (size_t i = 0; i < count && i < BROWSERS_SHOWN; i++)
		put_session(c, &rows[i]);
	html(c->out, "</ul>\n");
	if (count > BROWSERS_SHOWN)
		htmlf(c->out, "<p class='soft'>And %s.</p>\n",
			words_count(c->cx, (int64_t)count - BROWSERS_SHOWN, "more", "more"));
	htmlf(c->out,
		"<p class='soft'>%zu of at most %" PRId64 "; beyond that, the one that was used "
		"longest ago is signed out.</p>\n",
		count, c->app->conf->quota_sessions);
	html(c->out, "</section>\n");
}

/* The result of an import, whose numbers are in the address. */
static void put_imported(const struct call *c)
{
	int64_t added, moved, known;

	if (!form_i64(c->form, "added", 0, INT32_MAX, &added) ||
		!form_i64(c->form, "moved", 0, INT32_MAX, &moved) ||
		!form_i64(c->form, "known", 0, INT32_MAX, &known))
		return;
	htmlf(c->out,
		"<p class='notice' role='status'>The file was imported: %s, "
		"%s updated, %s there already.</p>\n",
		words_count(c->cx, added, "new play", "new plays"),
		words_count(c->cx, moved, "play was", "plays were"),
		words_count(c->cx, known, "was", "were"));
}

static void put_data(const struct call *c, const char *error)
{
	html(c->out, "<section class='card'>\n<h2>Your data</h2>\n"
		     "<p>Take everything with you: your plays, their works, and "
		     "the settings of your integrations. Passwords, tokens and "
		     "addresses of webhooks are not included.</p>\n"
		     "<p class='row'><a class='button' "
		     "href='settings/account/export.jsonl'>Export everything "
		     "(JSON)</a>\n<a class='button' "
		     "href='settings/account/history.csv'>Export the history "
		     "(CSV)</a></p>\n<hr>\n<h3>Import</h3>\n"
		     "<p>Import such a JSON file, from here or from another Ryot. "
		     "What is here already stays as it is, so importing a file "
		     "twice does no harm. Integrations must be "
		     "<a href='settings/integrations'>added again</a>.</p>\n");
	htmlf(c->out,
		"<p>Or bring the history that another tracker hands out: %s, also in a zip "
		"archive. You see what is in it before anything is written.</p>\n",
		past_titles(c->cx->arena));
	page_error(c, error);
	page_form_file(c, "settings/account/import");
	html(c->out, "<label>File <input name='file' type='file' required "
		     "accept='.jsonl,.json,.csv,.tsv,.zip'></label>\n"
		     "<button>Import</button></form>\n</section>\n");
}

enum err account_show(const struct call *c, const struct account_errors *errors)
{
	const struct session *rows = NULL;
	size_t count = 0;

	TRY(store_session_list(c->cx, c->store, c->visitor->user_id, &rows, &count));
	page_open(c, SECTION_ACCOUNT, "Account");
	html(c->out, "<h1>Account</h1>\n");
	put_imported(c);
	html(c->out, "<div class='pair'>\n");
	put_zone(c, errors->zone);
	put_password(c, errors->password);
	put_looks(c);
	html(c->out, "</div>\n");
	put_sessions(c, rows, count);
	TRY(imports_put_list(c));
	put_data(c, errors->import);
	page_close(c);
	return OK;
}

enum err settings_account_get(struct call *c)
{
	page_make(c);
	return account_show(c, &(struct account_errors){ 0 });
}

/* The zone as the system spells it, in any case of letters; or NULL. */
static const char *zone_named(struct cx *cx, const char *typed)
{
	const char *const *names;
	size_t count;

	zone_list(cx->arena, &names, &count);
	for (size_t i = 0; i < count; i++)
		if (strcasecmp(names[i], typed) == 0)
			return names[i];
	return zone_is_known(typed) ? typed : NULL;
}

enum err settings_account_zone_post(struct call *c)
{
	const char *zone = zone_named(c->cx, form_trimmed(c->cx, c->form, "zone"));

	page_make(c);
	if (!zone) {
		c->res->status = err_http_status(ERR_INPUT);
		return account_show(
			c, &(struct account_errors){ .zone = "There is no time zone of that name. "
							     "Choose one from the list, such as "
							     "Europe/Berlin." });
	}
	TRY(store_user_set_zone(c->cx, c->store, c->visitor->user_id, zone));
	page_redirect(c, place, "saved", 0);
	return OK;
}

enum err settings_account_looks_post(struct call *c)
{
	struct looks looks = c->visitor->looks;

	page_make(c);
	looks.is_clock12 = strcmp(form_trimmed(c->cx, c->form, "clock"), "12") == 0;
	if (!theme_find(form_trimmed(c->cx, c->form, "theme"), &looks.theme))
		return err_note(c->cx, ERR_INPUT, "Choose one of the colours.");
	TRY(store_looks_set(c->cx, c->store, c->visitor->user_id, &looks));
	page_redirect(c, place, "saved", 0);
	return OK;
}

static enum err change_password(const struct call *c)
{
	const struct visitor *v = c->visitor;
	const char *password = NULL;
	struct throttle throttle;
	enum err err;

	TRY(new_password_read(c, &password));
	TRY(throttle_begin(c, v->name, &throttle));
	err = throttle_check(c, &throttle, form_text(c->form, "old"));
	if (err == ERR_INPUT)
		return err_note(c->cx, err, "The current password is wrong.");
	TRY(err);
	return new_password_set(c,
		(struct password_change){ .user_id = v->user_id, .keep_session = v->session_id },
		password);
}

enum err settings_account_password_post(struct call *c)
{
	enum err err = change_password(c);

	page_make(c);
	if (err == ERR_INPUT || err == ERR_TOO_MANY) {
		c->res->status = err_http_status(err);
		return account_show(c,
			&(struct account_errors){ .password = words_sentence(c->cx, c->cx->note) });
	}
	TRY(err);
	page_redirect(c, place, "password-changed", 0);
	return OK;
}

enum err settings_account_session_end_post(struct call *c)
{
	page_make(c);
	return row_end(c, store_session_end, place, "session-ended");
}

enum err settings_account_sessions_end_post(struct call *c)
{
	page_make(c);
	TRY(store_session_end_all(c->cx, c->store, c->visitor->user_id, c->visitor->session_id));
	page_redirect(c, place, "sessions-ended", 0);
	return OK;
}
