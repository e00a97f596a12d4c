/* SPDX-License-Identifier: MIT */
/* page.c -- frame, navigation, forms and notices. */
#include "cgi/web/page.h"

#include "cgi/access/cookie.h"
#include "cgi/web/cover.h"
#include "cgi/web/frame.h"
#include "shared/base/clock.h"
#include "shared/base/zone.h"
#include "shared/progress/state.h"

/* What the page after a form says; the keys stand in a cookie. */
static const struct notice {
	const char *key, *text;
} notices[] = {
	/* clang-format off */
	{ "saved",              "Saved." },
	{ "signed-out",         "You are signed out." },
	{ "play-removed",       "The play was removed." },
	{ "play-completed",     "Marked as completed." },
	{ "id-saved",           "The id was corrected." },
	{ "undone",             "Undone." },
	{ "rated",              "Rated." },
	{ "unrated",            "The rating was removed." },
	{ "noted",              "The note was saved." },
	{ "listed",             "Added to the list." },
	{ "unlisted",           "Removed from the list." },
	{ "list-made",          "The list was created." },
	{ "list-removed",       "The list was removed. It can be restored below for 30 days." },
	{ "list-restored",      "The list is back." },
	{ "integration-added",  "The integration was added. Follow the steps below to connect it." },
	{ "integration-removed","The integration was removed. What it recorded stays." },
	{ "slug-rotated",       "The address was replaced. The old one works for one more day." },
	{ "yank-asked",         "Requested. What becomes of it is shown below." },
	{ "key-unencrypted",    "Requested. Its key is no longer encrypted on its way there." },
	{ "replayed",           "The delivery was read again." },
	{ "thing-named",        "Recorded. Later reports of it are taken for that, too." },
	{ "account-given",      "The account was given. Its reports go there from now on." },
	{ "account-ignored",    "Its reports are ignored from now on." },
	{ "account-stranger",   "Its reports wait from now on." },
	{ "device-allowed",     "The device signs itself in within seconds. Its token then stands in this list." },
	{ "device-denied",      "The device was refused." },
	{ "token-revoked",      "The token was revoked and no longer works." },
	{ "password-changed",   "Your password was changed. Other browsers were signed out." },
	{ "session-ended",      "That browser was signed out." },
	{ "sessions-ended",     "All other browsers were signed out." },
	{ "user-added",         "The person can sign in now." },
	{ "user-removed",       "The person was removed, with all their data." },
	{ "password-set",       "The new password is set. That person was signed out everywhere." },
	/* clang-format on */
};

static const struct link {
	enum section section;
	const char *path, *label;
} settings[] = {
	{ SECTION_INTEGRATIONS, "settings/integrations", "Integrations" },
	{ SECTION_UNMATCHED, "settings/unmatched", "Unmatched" },
	{ SECTION_TOKENS, "settings/tokens", "Tokens" },
	{ SECTION_ACCOUNT, "settings/account", "Account" },
	{ SECTION_PEOPLE, "settings/people", "People" },
};

static bool is_settings(enum section section)
{
	return section >= SECTION_INTEGRATIONS;
}

void page_make(const struct call *c)
{
	c->res->kind = RES_PAGE;
	zone_use(c->visitor ? c->visitor->time_zone : NULL);
	words_use_clock12(c->visitor && c->visitor->looks.is_clock12);
}

static void put_tab(const struct call *c, const struct link *link, bool is_here)
{
	htmlf(c->out, "<a href='%s'", link->path);
	if (is_here)
		html(c->out, " aria-current='page'");
	htmlf(c->out, ">%s</a>\n", link->label);
}

static void put_tabs(const struct call *c, enum section section)
{
	html(c->out, "<nav class='tabs' aria-label='Settings'>\n");
	for (size_t i = 0; i < NELEM(settings); i++)
		if (settings[i].section != SECTION_PEOPLE || c->visitor->is_admin)
			put_tab(c, &settings[i], settings[i].section == section);
	page_button(
		c, &(struct button){ .action = "logout", .label = "Sign out", .style = "quiet" });
	html(c->out, "</nav>\n");
}

static void put_undo(const struct call *c, const char *number)
{
	page_button(
		c, &(struct button){ .action = arena_printf(c->cx->arena, "edits/%s/undo", number),
			   .label = "Undo",
			   .style = "quiet" });
}

/* Of a cookie like "play-removed.12"; it is used up. */
static void put_notice(const struct call *c)
{
	const char *flash = cookie_flash(c), *number;
	size_t length;

	if (!flash)
		return;
	cookie_remove(c, COOKIE_FLASH);
	length = strcspn(flash, ".");
	number = flash + length + strspn(flash + length, ".");
	for (size_t i = 0; i < NELEM(notices); i++) {
		if (strlen(notices[i].key) != length || memcmp(notices[i].key, flash, length) != 0)
			continue;
		htmlf(c->out, "<div class='notice' role='status'><p>%s</p>\n", notices[i].text);
		if (*number && strspn(number, "0123456789") == strlen(number))
			put_undo(c, number);
		html(c->out, "</div>\n");
	}
}

void page_open(const struct call *c, enum section section, const char *title)
{
	frame_head(c, title);
	frame_bar(c, section);
	html(c->out, "<main id='main' tabindex='-1'>\n");
	if (is_settings(section))
		put_tabs(c, section);
	put_notice(c);
}

void page_close(const struct call *c)
{
	html(c->out, "</main>\n");
	frame_foot(c);
}

static void put_csrf(const struct call *c)
{
	htmlf(c->out, "<input type='hidden' name='csrf' value='%s'>", c->visitor->csrf);
}

void page_form(const struct call *c, const char *action)
{
	htmlf(c->out, "<form method='post' action='%s'>", action);
	put_csrf(c);
}

void page_door_form(const struct call *c, const char *action)
{
	htmlf(c->out,
		"<form method='post' action='%s'>"
		"<input type='hidden' name='csrf' value='%s'>",
		action, c->visitor->visit_csrf);
}

void page_form_file(const struct call *c, const char *action)
{
	htmlf(c->out,
		"<form method='post' action='%s' "
		"enctype='multipart/form-data'>",
		action);
	put_csrf(c);
}

void page_button(const struct call *c, const struct button *b)
{
	htmlf(c->out, "<form method='post' action='%s' class='one'>", b->action);
	put_csrf(c);
	if (b->name)
		htmlf(c->out, "<input type='hidden' name='%s' value='%s'>", b->name, b->value);
	htmlf(c->out, "<button class='%s'>%s</button></form>\n", b->style, b->label);
}

void page_error(const struct call *c, const char *text)
{
	if (text)
		htmlf(c->out,
			"<p class='error' role='alert' tabindex='-1' "
			"autofocus>%s</p>\n",
			text);
}

void page_field_wrong(const struct call *c, const char *name, const char *error)
{
	if (error)
		htmlf(c->out, " aria-invalid='true' aria-describedby='wrong-%s'", name);
}

void page_field_error(const struct call *c, const char *name, const char *error)
{
	if (error)
		htmlf(c->out,
			"<p class='error' id='wrong-%s' role='alert' tabindex='-1' "
			"autofocus>%s</p>\n",
			name, error);
}

void page_time(const struct call *c, int64_t ms)
{
	char machine[CLOCK_TEXT];

	if (ms == UNDATED_MS) {
		html(c->out, "date not known");
		return;
	}
	clock_text(ms, machine);
	htmlf(c->out, "<time datetime='%s' title='%s'>%s</time>", machine, words_moment(c->cx, ms),
		words_when(c->cx, ms));
}

void page_bar(const struct call *c, int64_t share, const char *label)
{
	htmlf(c->out, "<progress max='1000' value='%" PRId64 "' aria-label='%s'>%s</progress>\n",
		share * 1000 / SHARE_WHOLE, label, words_percent(c->cx, share));
}

void page_tile(const struct call *c, const char *classes, int64_t work_id, const char *title)
{
	htmlf(c->out, "<span class='art mini hue%d %s' data-mark='%s' aria-hidden='true'></span>\n",
		cover_hue(work_id), classes, cover_mark(c->cx, title));
}

void page_redirect(const struct call *c, const char *to, const char *done, int64_t edit_id)
{
	struct arena *a = c->cx->arena;

	c->res->status = 303;
	c->res->location = arena_join(a, c->app->conf->base_path, "", to);
	if (done && edit_id > 0)
		cookie_set(c, COOKIE_FLASH, arena_printf(a, "%s.%" PRId64, done, edit_id));
	else if (done)
		cookie_set(c, COOKIE_FLASH, done);
}

static const char *fail_title(enum err err)
{
	switch (err_http_status(err)) {
	case 404:
		return "There is nothing here";
	case 403:
		return "That did not work";
	case 503:
		return "Not now";
	default:
		return err == ERR_INTERNAL ? "Something went wrong" : "That did not work";
	}
}

void page_fail(const struct call *c, enum err err)
{
	bool is_known = c->visitor && c->visitor->user_id != 0;
	const char *allow = c->res->allow, *detail;
	const char *cookies[RES_COOKIES];
	int64_t retry_after = c->res->retry_after;

	err = res_outward(c->cx, err, &detail);
	memcpy(cookies, c->res->cookies, sizeof(cookies));
	res_init(c->res, c->cx->arena);
	page_make(c);
	c->res->status = err_http_status(err);
	if (err == ERR_NOT_FOUND)
		detail = "It may have been removed, or the address may be mistyped.";
	c->res->allow = err == ERR_METHOD ? allow : NULL;
	memcpy(c->res->cookies, cookies, sizeof(cookies));
	c->res->retry_after = retry_after;
	page_open(c, is_known ? SECTION_LOST : SECTION_NONE, fail_title(err));
	htmlf(c->out, "<section class='empty'><h1>%s</h1>\n<p>%s</p>\n", fail_title(err), detail);
	html(c->out, "<p><a class='button' href='./'>Back to Home</a>"
		     "</p></section>\n");
	page_close(c);
}
