/* SPDX-License-Identifier: MIT */
/* delivery.c -- one delivery: its outcome, its body, and replaying it. */
#include "cgi/pages/settings/delivery.h"

#include "cgi/pages/pages.h"
#include "cgi/web/integration_card.h"
#include "cgi/web/play_card.h"
#include "shared/actions/replay.h"
#include "shared/base/utf8.h"
#include "shared/json/pretty.h"
#include "shared/providers/provider.h"
#include "shared/store/thing.h"
#include "shared/wire/delivery.h"

enum {
	BODY_SHOWN = 19 << 10, /* of the page, escapes included */
	BODY_READ = 256 << 10, /* formatted; larger ones are shown as sent */
	TITLE_SHOWN = 120,
	ABOUT_SHOWN = 60,
	DETAIL_SHOWN = 600,
};

void settings_delivery_put_outcome(const struct call *c, const struct delivery *row)
{
	static const struct {
		const char *badge, *word;
	} outcomes[OUTCOME__COUNT] = {
		[OUTCOME_TRACKED] = { "good", "Tracked" },
		[OUTCOME_DUPLICATE] = { "", "Already known" },
		[OUTCOME_IGNORED] = { "", "Ignored" },
		[OUTCOME_WAITING] = { "live", "Waiting" },
		[OUTCOME_UNMATCHED] = { "warn", "Unmatched" },
		[OUTCOME_REFUSED] = { "bad", "Refused" },
	};
	enum outcome outcome = reason_outcome(row->reason);

	htmlf(c->out, "<span class='badge %s'>%s</span>", outcomes[outcome].badge,
		outcomes[outcome].word);
}

void settings_delivery_put_about(const struct call *c, const struct delivery *row)
{
	bool has_part = row->episode >= 0 || (row->part_title && *row->part_title);
	bool has_title = row->title && *row->title;

	if (has_title)
		htmlf(c->out, "<bdi>%s</bdi> ", words_clip(c->cx, row->title, ABOUT_SHOWN));
	if (has_part)
		play_card_part(c, row->season, row->episode, row->part_title);
	else if (!has_title)
		html(c->out, "\xe2\x80\x93");
}

struct view {
	const struct delivery *row;
	struct bytes body;
	const struct delivery_work *works;
	size_t count;
	int64_t thing_id; /* that it is about, without an id; or 0 */
};

static enum err find_delivery(const struct call *c, struct view *out)
{
	int64_t user_id = c->visitor->user_id, id = 0;

	*out = (struct view){ .row = NULL };
	TRY(call_id(c, &id));
	TRY(store_delivery_own(c->cx, c->store, user_id, id, &out->row, &out->body));
	if (!out->row)
		return call_not_found(c);
	TRY(store_thing_of(c->cx, c->store, id, &out->thing_id));
	return store_delivery_works(c->cx, c->store, user_id, id, &out->works, &out->count);
}

static const char *path_of(struct cx *cx, const struct delivery *row, const char *rest)
{
	return arena_printf(cx->arena, "settings/deliveries/%" PRId64 "%s", row->id, rest);
}

/* ---- the parts of the page ---- */

static void put_when(const struct call *c, const struct delivery *row)
{
	html(c->out, "<dt>When</dt><dd>");
	page_time(c, row->last_ms);
	if (row->count > 1) {
		htmlf(c->out, "; %" PRId64 " times since ", row->count);
		page_time(c, row->first_ms);
	}
	html(c->out, "</dd>\n");
	if (row->replayed_ms != UNSAID) {
		html(c->out, "<dt>Read again</dt><dd>");
		page_time(c, row->replayed_ms);
		html(c->out, "</dd>\n");
	}
}

static void put_facts(const struct call *c, const struct view *v)
{
	const struct delivery *row = v->row;
	const char *sentence = reason_sentence(row->reason);

	html(c->out, "<section class='card'><h2>What happened</h2>\n"
		     "<p class='row'>");
	settings_delivery_put_outcome(c, row);
	htmlf(c->out, " <span>%s</span></p>\n", sentence);
	if (strcmp(row->detail, sentence) != 0)
		htmlf(c->out, "<p class='soft'><bdi>%s</bdi></p>\n",
			words_clip(c->cx, row->detail, DETAIL_SHOWN));
	if (v->thing_id)
		htmlf(c->out,
			"<p><a class='button' href='settings/unmatched/%" PRId64
			"'>Say what it is</a></p>\n",
			v->thing_id);
	html(c->out, "<dl class='facts'>\n<dt>About</dt><dd>");
	settings_delivery_put_about(c, row);
	html(c->out, "</dd>\n");
	put_when(c, row);
	if (row->event)
		htmlf(c->out, "<dt>Event</dt><dd><bdi>%s</bdi></dd>\n",
			words_clip(c->cx, row->event, TITLE_SHOWN));
	if (row->sender_user)
		htmlf(c->out, "<dt>User on the sender's side</dt><dd><bdi>%s</bdi></dd>\n",
			words_clip(c->cx, row->sender_user, TITLE_SHOWN));
	htmlf(c->out,
		"<dt>From</dt><dd><a href='%s'>%s</a></dd>\n"
		"<dt>Size</dt><dd>%s</dd></dl></section>\n",
		integration_card_path(c->cx, row->integration_id, "/deliveries"),
		words_provider(row->provider), words_bytes(c->cx, row->bytes));
}

static void put_work(const struct call *c, const struct delivery_work *w)
{
	const char *title = w->title ? words_clip(c->cx, w->title, TITLE_SHOWN) : "(no title)";

	html(c->out, "<li>");
	page_tile(c, kind_name(w->kind), w->work_id, w->title);
	htmlf(c->out,
		"<div class='what'><a href='works/%" PRId64
		"'><bdi>%s</bdi></a><span class='meta'>%s <bdi>%s</bdi>"
		"</span></div>",
		w->work_id, title, words_part(c->cx, w->season, w->episode),
		w->part_title ? words_clip(c->cx, w->part_title, TITLE_SHOWN) : "");
	htmlf(c->out, "<div class='end'>%s</div></li>\n",
		w->state == PLAY_COMPLETED ? state_word(w->state) : words_percent(c->cx, w->share));
}

static void put_works(const struct call *c, const struct view *v)
{
	if (v->count == 0)
		return;
	html(c->out, "<section class='stack'><h2>What it led to</h2>\n"
		     "<ul class='list'>\n");
	for (size_t i = 0; i < v->count; i++)
		put_work(c, &v->works[i]);
	html(c->out, "</ul></section>\n");
}

/* The part of the text that the page has room for; cuts between characters. */
static const char *fitting(struct cx *cx, const char *text, bool *is_cut)
{
	size_t room = BODY_SHOWN, i = 0;

	for (; text[i] && room > 5; i++)
		room -= strchr("&<>\"'", text[i]) ? 6 : 1;
	*is_cut = text[i] != '\0';
	return *is_cut ? arena_strndup(cx->arena, text, utf8_cut(text, i)) : text;
}

/* JSON with line breaks and indentation; anything else unchanged. */
static const char *formatted(struct cx *cx, struct bytes body)
{
	const char *lines = NULL;

	if (body.length <= BODY_READ)
		lines = json_lines(cx, body.at, body.length);
	return lines ? lines : body.at;
}

/* Of a large refused body only the beginning is kept. */
static bool is_whole(const struct view *v)
{
	return v->body.at && (int64_t)v->body.length >= v->row->bytes;
}

static void put_body(const struct call *c, const struct view *v)
{
	bool is_cut = false;

	html(c->out, "<section class='stack'><h2>What was sent</h2>\n");
	if (!v->body.at)
		htmlf(c->out, "<p class='soft'>The body %s.</p>\n", delivery_body_lack(v->row));
	else if (!utf8_is_text(v->body.at, v->body.length))
		html(c->out, "<p class='soft'>The body is not text.</p>\n");
	else
		htmlf(c->out, "<pre dir='ltr' tabindex='0'>%s</pre>\n",
			fitting(c->cx, formatted(c->cx, v->body), &is_cut));
	if (is_cut)
		html(c->out, "<p class='soft'>Only the beginning is shown.</p>\n");
	if (v->body.at)
		htmlf(c->out, "<p><a href='%s'>Download %s</a></p>\n",
			path_of(c->cx, v->row, "/body"),
			is_whole(v) ? "the whole body"
				    : arena_printf(c->cx->arena, "the first %s, which were kept",
					      words_bytes(c->cx, (int64_t)v->body.length)));
	html(c->out, "</section>\n");
}

static void put_replay(const struct call *c, const struct view *v)
{
	if (!is_whole(v) || !provider_sink(v->row->provider))
		return;
	html(c->out, "<section class='card'><h2>Replay</h2>\n"
		     "<p>Reads the same body again with the current settings, as "
		     "if it arrived back then. Nothing is counted twice.</p>\n");
	page_button(c, &(struct button){ .action = path_of(c->cx, v->row, "/replay"),
			       .label = "Replay",
			       .style = "" });
	html(c->out, "</section>\n");
}

enum err settings_delivery_get(struct call *c)
{
	struct view view;

	page_make(c);
	TRY(find_delivery(c, &view));
	page_open(c, SECTION_INTEGRATIONS,
		arena_printf(c->cx->arena, "Delivery %" PRId64, view.row->id));
	htmlf(c->out,
		"<div class='stack'><p><a href='%s'>All deliveries</a>"
		"</p>\n<h1>Delivery %" PRId64 "</h1></div>\n",
		integration_card_path(c->cx, view.row->integration_id, "/deliveries"),
		view.row->id);
	put_facts(c, &view);
	put_works(c, &view);
	put_replay(c, &view);
	put_body(c, &view);
	page_close(c);
	return OK;
}

/* A download, byte for byte: a browser must not render it. */
enum err settings_delivery_body_get(struct call *c)
{
	struct view view;

	TRY(find_delivery(c, &view));
	if (!view.body.at)
		return err_note(c->cx, ERR_NOT_FOUND, "The body %s.", delivery_body_lack(view.row));
	c->res->kind = RES_FILE;
	c->res->type = "application/octet-stream";
	c->res->file_name = "delivery.json";
	buf_init(c->out, c->cx->arena, view.body.length + 1);
	buf_add(c->out, view.body.at, view.body.length);
	return OK;
}

enum err settings_delivery_replay_post(struct call *c)
{
	struct replay what = { .user_id = c->visitor->user_id, .read = sink_read_again };
	struct verdict verdict;

	page_make(c);
	TRY(call_id(c, &what.delivery_id));
	TRY(replay(c->cx, c->store, &what, &verdict));
	c->res->wakes_worker = verdict.is_asking;
	page_redirect(c,
		arena_printf(c->cx->arena, "settings/deliveries/%" PRId64, what.delivery_id),
		"replayed", 0);
	return OK;
}
