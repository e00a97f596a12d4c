/* SPDX-License-Identifier: MIT */
/* integration_card.c -- the state of an integration, its steps, its syncs. */
#include "cgi/web/integration_card.h"

#include "shared/base/wake.h"
#include "shared/providers/steps.h"

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)

enum {
	SILENT_DAYS = 7, /* for a sender */
	UNSYNCED_DAYS = 1,
	GIVE_UP_MS = 10 * 60 * 1000, /* two turns of the schedule */
	AT_ONCE_MS = 15 * 1000,
	CRON_MS = 5 * 60 * 1000, /* worker/ryot-yank.cron */
	ERROR_SHOWN = 600,
};

/* ---- the one of the path ---- */

enum err integration_card_find(const struct call *c, const struct overview **out)
{
	int64_t id;

	*out = NULL;
	TRY(call_id(c, &id));
	return store_health_get(c->cx, c->store, c->visitor->user_id, id, out);
}

enum err integration_card_find_own(const struct call *c, const struct integration **out)
{
	int64_t id;

	*out = NULL;
	TRY(call_id(c, &id));
	TRY(store_integration_own(c->cx, c->store, c->visitor->user_id, id, out));
	return *out ? OK : call_not_found(c);
}

const char *integration_card_path(struct cx *cx, int64_t id, const char *rest)
{
	return arena_printf(cx->arena, "settings/integrations/%" PRId64 "%s", id, rest);
}

/* ---- its state ---- */

static struct condition condition_asked(struct cx *cx, const struct server *a, int64_t created_ms)
{
	int64_t since = a->last_ok_ms == UNSAID ? created_ms : a->last_ok_ms;
	int64_t days = (cx->now_ms - since) / DAY_MS;

	if (server_is_yanked(a, cx->now_ms))
		return (struct condition){ "live", "Syncing", "It is being synced right now." };
	if (a->refused_ms != UNSAID)
		return (struct condition){ "bad", "Stopped",
			"The server refused the key. Enter a new one; until "
			"then nothing is synced." };
	if (a->failures > 0)
		return (struct condition){ "warn", "Failing",
			"The last sync failed. It will be tried again "
			"automatically." };
	if (days >= UNSYNCED_DAYS)
		return (struct condition){ "warn", "Not synced",
			arena_printf(cx->arena,
				"Not synced for %s. What starts ryot-yank, a timer "
				"of systemd or cron, may have stopped: \"ryotctl "
				"doctor\" checks it.",
				words_count(cx, days, "day", "days")) };
	if (a->last_ok_ms == UNSAID)
		return (struct condition){ "", "New",
			"The first sync starts within five minutes." };
	return (struct condition){ "good", "Working", "Synced every five minutes." };
}

static struct condition condition_sending(struct cx *cx, const struct overview *row)
{
	int64_t last = row->health.last_ms;
	int64_t days = (cx->now_ms - last) / DAY_MS;

	if (row->server && row->server->refused_ms != UNSAID)
		return (struct condition){ "bad", "Refused",
			"The server refused the key. Enter a new one; until then episodes whose "
			"show is not known wait." };
	if (row->server && row->server->failures > 0 && row->health.waiting > 0)
		return (struct condition){ "warn", "Waiting",
			"The server does not say which show the last episodes belong to. It is "
			"asked again automatically." };
	if (last == UNSAID)
		return (struct condition){ "", "Waiting",
			"Nothing received yet. Follow its setup steps, then "
			"play something." };
	if (days >= SILENT_DAYS)
		return (struct condition){ "warn", "Silent",
			arena_printf(cx->arena,
				"Nothing received for %s. If you played something "
				"since, check the settings of the sender.",
				words_count(cx, days, "day", "days")) };
	return (struct condition){ "good", "Working", "What you play there shows up here." };
}

struct condition integration_card_condition(struct cx *cx, const struct overview *row)
{
	bool is_pulled = row->server && row->server->is_pulled;

	if (!row->integration->enabled)
		return (struct condition){ "", "Off",
			is_pulled ? "It is not synced." : "What it sends is ignored." };
	if (policy_is_snoozed(row->integration->policy, cx->now_ms))
		return (struct condition){ "", "Snoozed",
			arena_printf(cx->arena, "Nothing is tracked until %s.",
				words_moment(cx,
					row->integration->policy->value[POLICY_SNOOZE_UNTIL])) };
	if (is_pulled)
		return condition_asked(cx, row->server, row->integration->created_ms);
	return condition_sending(cx, row);
}

void integration_card_fact(const struct call *c, const char *name, int64_t ms)
{
	htmlf(c->out, "<dt>%s</dt><dd>", name);
	if (ms == UNSAID)
		html(c->out, "never");
	else
		page_time(c, ms);
	html(c->out, "</dd>\n");
}

/* ---- the steps of setting it up ---- */

void integration_card_copy(const struct call *c, const char *label, const char *value)
{
	htmlf(c->out,
		"<div class='copy'><input readonly aria-label='%s' "
		"value='%s'>"
		"<button type='button' hidden>Copy</button></div>\n",
		label, value);
}

static void put_gap(const struct call *c, enum steps_gap gap, const struct integration *row)
{
	struct cx *cx = c->cx;

	if (gap == GAP_ADDON)
		html(c->out, "<a href='script.ryot.zip'>script.ryot.zip</a>");
	if (!row || gap == GAP_END || gap == GAP_ADDON || gap == GAP_COPY)
		return;
	if (gap == GAP_URL)
		integration_card_copy(c, "Webhook address",
			arena_printf(cx->arena, "%s/webhooks/integrations/%s/%s",
				c->app->conf->base_url, row->provider, row->slug));
	else if (gap == GAP_TOKENS)
		html(c->out, "<a href='settings/tokens'>Settings, Tokens</a>");
	else
		htmlf(c->out, "<a href='%s'>the list of deliveries</a>",
			integration_card_path(cx, row->id, "/deliveries"));
}

void integration_card_steps(
	const struct call *c, const char *const *steps, const struct integration *row)
{
	html(c->out, "<ol class='steps'>\n");
	for (; *steps; steps++) {
		const char *at = *steps;
		enum steps_gap gap;

		html(c->out, "<li><div>");
		do {
			htmlf(c->out, "%s", steps_next(c->cx->arena, &at, &gap));
			put_gap(c, gap, row);
		} while (gap != GAP_END && gap != GAP_COPY);
		if (gap == GAP_COPY)
			integration_card_copy(c, "Text to paste", at);
		html(c->out, "</div></li>\n");
	}
	html(c->out, "</ol>\n");
}

/* ---- its fields ---- */

/* Tells the browser which keys to offer, and not to correct what is typed. */
static void put_type(const struct call *c, enum field_kind kind)
{
	if (field_types[kind].is_secret)
		html(c->out, " type='password' autocomplete='off'");
	else
		html(c->out, " autocapitalize='none' spellcheck='false'");
	/* No type='url': browsers do not say what is missing. */
	if (kind == FIELD_URL)
		html(c->out, " inputmode='url'");
}

void integration_card_field(
	const struct call *c, const struct field *field, const struct field_input *input)
{
	const struct field_type *type = &field_types[field->kind];
	bool is_empty = type->is_secret && input->is_kept;

	htmlf(c->out, "<label>%s%s <input name='%s' maxlength='%zu'", is_empty ? "New " : "",
		field->label, type->name, type->max);
	if (!type->is_secret)
		htmlf(c->out, " value='%s'", words_clip(c->cx, input->value, type->max));
	if (field->example)
		htmlf(c->out, " placeholder='%s'", field->example);
	if (field->is_needed && !is_empty)
		html(c->out, " required");
	put_type(c, field->kind);
	page_field_wrong(c, type->name, input->error);
	html(c->out, "></label>\n");
	page_field_error(c, type->name, input->error);
	if (is_empty)
		html(c->out, "<p class='hint'>Empty: it stays as it is. It is never shown, and "
			     "another host needs its own.</p>\n");
	else if (field->help)
		htmlf(c->out, "<p class='hint'>%s</p>\n", field->help);
}

void integration_card_read_fields(
	const struct call *c, const struct provider *provider, struct settings *in)
{
	for (int i = 0; i < FIELD__COUNT; i++) {
		const struct field *f = provider_field(provider, (enum field_kind)i);
		const char *text = form_text(c->form, field_types[i].name);

		if (!text || field_types[i].is_local)
			continue;
		/* Blanks alone are a slip, which the field's check refuses. */
		in->field[i] = arena_trimmed(c->cx->arena, text);
		if (!*in->field[i])
			in->field[i] = text;
		if (!*text && !(f && f->is_needed))
			in->field[i] = setting_none;
	}
}

/* ---- syncs and tests ---- */

static void put_running(const struct call *c, const struct overview *row, const char *what)
{
	htmlf(c->out,
		"<p><span class='badge live'>Running</span> %s "
		"<a href='%s'>Check again</a></p>\n",
		what, integration_card_path(c->cx, row->integration->id, ""));
}

void integration_card_waiting(const struct call *c, int64_t since_ms, const char *check_path)
{
	int64_t now_ms = c->cx->now_ms;

	if (now_ms - since_ms > GIVE_UP_MS) {
		html(c->out, "<p class='warning'>Requested ");
		page_time(c, since_ms);
		html(c->out, ", but ryot-yank has not started it. An administrator can check "
			     "whether ryot-yank runs.</p>\n");
		return;
	}
	html(c->out, "<p><span class='badge live'>Waiting</span> ");
	if (wake_is_there(c->app->conf->yank_socket) && now_ms - since_ms < AT_ONCE_MS)
		html(c->out, "It starts in a moment.");
	else
		htmlf(c->out,
			"It starts when cron starts ryot-yank, every five minutes: "
			"next at about %s.",
			words_hour(c->cx, (now_ms / CRON_MS + 1) * CRON_MS));
	htmlf(c->out, " <a href='%s'>Check again</a></p>\n", check_path);
}

/* True while it goes on by itself. */
static bool put_pending(const struct call *c, const struct overview *row, int64_t asked_ms)
{
	integration_card_waiting(
		c, asked_ms, integration_card_path(c->cx, row->integration->id, ""));
	return c->cx->now_ms - asked_ms <= GIVE_UP_MS;
}

static void put_trouble(const struct call *c, const char *word, const char *error, int64_t when_ms)
{
	htmlf(c->out, "<p><span class='badge bad'>%s</span> ", word);
	page_time(c, when_ms);
	htmlf(c->out, ": %s</p>\n", words_sentence(c->cx, words_clip(c->cx, error, ERROR_SHOWN)));
}

static const char broken_off[] = "it was broken off: the program ended in the middle of it";

/* True while it is still running. */
static bool put_run(const struct call *c, const struct overview *row)
{
	const struct server *a = row->server;

	if (server_is_yanked(a, c->cx->now_ms)) {
		put_running(c, row, "Syncing with the server.");
		return true;
	}
	if (server_is_asked(a))
		return put_pending(c, row, a->asked_ms);
	if (a->started_ms > a->yanked_ms) {
		put_trouble(c, "Sync failed", broken_off, a->started_ms);
		return false;
	}
	if (a->yanked_ms == UNSAID)
		return false;
	if (a->last_error) {
		put_trouble(c, "Sync failed", a->last_error, a->last_error_ms);
		return false;
	}
	html(c->out, "<p><span class='badge good'>Synced</span> ");
	page_time(c, a->yanked_ms);
	htmlf(c->out, ": %s.</p>\n",
		a->yank_found > 0 ? words_count(c->cx, a->yank_found, "change was imported",
					    "changes were imported")
				  : "nothing new");
	return false;
}

static bool put_test(const struct call *c, const struct overview *row)
{
	const struct server *a = row->server;

	if (server_is_tested(a, c->cx->now_ms)) {
		put_running(c, row, "The connection is being tested.");
		return true;
	}
	if (server_is_test_asked(a))
		return put_pending(c, row, a->test_asked_ms);
	if (a->test_started_ms > a->tested_ms) {
		put_trouble(c, "Test failed", broken_off, a->test_started_ms);
		return false;
	}
	if (a->tested_ms == UNSAID)
		return false;
	if (a->test_error) {
		put_trouble(c, "Test failed", a->test_error, a->tested_ms);
		return false;
	}
	html(c->out, "<p><span class='badge good'>Connection works</span> ");
	page_time(c, a->tested_ms);
	htmlf(c->out, ": %s</p>\n",
		a->test_greeting ? words_clip(c->cx, a->test_greeting, ERROR_SHOWN)
				 : "it answers.");
	return false;
}

/* True while it may change by itself. */
static bool put_lookup(const struct call *c, const struct overview *row)
{
	const struct server *a = row->server;

	if (a->last_error)
		put_trouble(c, "Not answered", a->last_error, a->last_error_ms);
	if (row->health.waiting == 0)
		return false;
	htmlf(c->out, "<p><span class='badge live'>Waiting</span> %s for its answer.</p>\n",
		words_count(c->cx, row->health.waiting, "report waits", "reports wait"));
	return !a->last_error;
}

void integration_card_asking(const struct call *c, const struct overview *row)
{
	bool is_running = row->server->is_pulled ? put_run(c, row) : put_lookup(c, row);

	if (put_test(c, row))
		is_running = true;
	if (!is_running)
		html(c->out, "<span data-done hidden></span>\n");
}
