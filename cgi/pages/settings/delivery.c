/* SPDX-License-Identifier: MIT */
/* delivery.c -- one delivery: its outcome, its body, and replaying it. */
#include "cgi/pages/settings/delivery.h"

#include "cgi/pages/pages.h"
#include "cgi/web/integration_card.h"
#include "shared/actions/replay.h"
#include "shared/base/utf8.h"
#include "shared/json/pretty.h"
#include "shared/providers/provider.h"

enum {
	BODY_SHOWN = 36 << 10, /* of the page, escapes included */
	BODY_READ = 256 << 10, /* formatted; larger ones are shown as sent */
	TITLE_SHOWN = 120,
	DETAIL_SHOWN = 600,
};

void settings_delivery_put_outcome(const struct page *p, const struct delivery *row)
{
	static const struct {
		const char *badge, *word;
	} outcomes[OUTCOME__COUNT] = {
		[OUTCOME_TRACKED] = { "good", "Tracked" },
		[OUTCOME_DUPLICATE] = { "", "Already known" },
		[OUTCOME_IGNORED] = { "", "Ignored" },
		[OUTCOME_UNMATCHED] = { "warn", "Unmatched" },
		[OUTCOME_REFUSED] = { "bad", "Refused" },
	};
	enum outcome outcome = reason_outcome(row->reason);

	htmlf(p->out, "<span class='badge %s'>%s</span>", outcomes[outcome].badge,
		outcomes[outcome].word);
}

struct view {
	const struct delivery *row;
	struct bytes body;
	const struct delivery_work *works;
	size_t count;
};

static enum err find_delivery(
	struct cx *cx, const struct app *app, const struct req *req, struct view *out)
{
	int64_t user_id = req->visitor->user_id, id = 0;

	*out = (struct view){ .row = NULL };
	TRY(route_id(cx, req, &id));
	TRY(store_delivery_own(cx, app->store, user_id, id, &out->row, &out->body));
	if (!out->row)
		return route_nothing(cx);
	return store_delivery_works(cx, app->store, user_id, id, &out->works, &out->count);
}

static const char *path_of(struct cx *cx, const struct delivery *row, const char *rest)
{
	return arena_printf(cx->arena, "settings/deliveries/%" PRId64 "%s", row->id, rest);
}

/* ---- the parts of the page ---- */

static void put_when(const struct page *p, const struct delivery *row)
{
	html(p->out, "<dt>When</dt><dd>");
	page_time(p, row->last_ms);
	if (row->count > 1) {
		htmlf(p->out, "; %" PRId64 " times since ", row->count);
		page_time(p, row->first_ms);
	}
	html(p->out, "</dd>\n");
	if (row->replayed_ms != UNSAID) {
		html(p->out, "<dt>Read again</dt><dd>");
		page_time(p, row->replayed_ms);
		html(p->out, "</dd>\n");
	}
}

static void put_facts(const struct page *p, const struct delivery *row)
{
	const char *sentence = reason_sentence(row->reason);

	html(p->out, "<section class='card'><h2>What happened</h2>\n"
		     "<p class='row'>");
	settings_delivery_put_outcome(p, row);
	htmlf(p->out, " <span>%s</span></p>\n", sentence);
	if (strcmp(row->detail, sentence) != 0)
		htmlf(p->out, "<p class='soft'><bdi>%s</bdi></p>\n",
			words_clip(p->cx, row->detail, DETAIL_SHOWN));
	html(p->out, "<dl class='facts'>\n");
	put_when(p, row);
	if (row->event)
		htmlf(p->out, "<dt>Event</dt><dd><bdi>%s</bdi></dd>\n",
			words_clip(p->cx, row->event, TITLE_SHOWN));
	if (row->sender_user)
		htmlf(p->out, "<dt>User on the sender's side</dt><dd><bdi>%s</bdi></dd>\n",
			words_clip(p->cx, row->sender_user, TITLE_SHOWN));
	htmlf(p->out,
		"<dt>From</dt><dd><a href='%s'>%s</a></dd>\n"
		"<dt>Size</dt><dd>%s</dd></dl></section>\n",
		integration_card_path(p->cx, row->integration_id, "/deliveries"),
		words_provider(row->provider), words_bytes(p->cx, row->bytes));
}

static void put_work(const struct page *p, const struct delivery_work *w)
{
	const char *title = w->title ? words_clip(p->cx, w->title, TITLE_SHOWN) : "(no title)";

	html(p->out, "<li>");
	page_tile(p, kind_name(w->kind), w->work_id, w->title);
	htmlf(p->out,
		"<div class='what'><a href='works/%" PRId64
		"'><bdi>%s</bdi></a><span class='meta'>%s <bdi>%s</bdi>"
		"</span></div>",
		w->work_id, title, words_part(p->cx, w->season, w->episode),
		w->part_title ? words_clip(p->cx, w->part_title, TITLE_SHOWN) : "");
	htmlf(p->out, "<div class='end'>%s</div></li>\n",
		w->state == PLAY_COMPLETED ? state_word(w->state) : words_percent(p->cx, w->share));
}

static void put_works(const struct page *p, const struct view *v)
{
	if (v->count == 0)
		return;
	html(p->out, "<section class='stack'><h2>What it led to</h2>\n"
		     "<ul class='list'>\n");
	for (size_t i = 0; i < v->count; i++)
		put_work(p, &v->works[i]);
	html(p->out, "</ul></section>\n");
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

static void put_body(const struct page *p, const struct view *v)
{
	bool is_cut = false;

	html(p->out, "<section class='stack'><h2>What was sent</h2>\n");
	if (!v->body.at)
		html(p->out, "<p class='soft'>The body was not kept.</p>\n");
	else if (!utf8_is_text(v->body.at, v->body.length))
		html(p->out, "<p class='soft'>The body is not text.</p>\n");
	else
		htmlf(p->out, "<pre dir='ltr' tabindex='0'>%s</pre>\n",
			fitting(p->cx, formatted(p->cx, v->body), &is_cut));
	if (is_cut)
		html(p->out, "<p class='soft'>Only the beginning is shown.</p>\n");
	if (v->body.at)
		htmlf(p->out, "<p><a href='%s'>Download the whole body</a></p>\n",
			path_of(p->cx, v->row, "/body"));
	html(p->out, "</section>\n");
}

static void put_replay(const struct page *p, const struct view *v)
{
	if (!v->body.at || !provider_sink(v->row->provider))
		return;
	html(p->out, "<section class='card'><h2>Replay</h2>\n"
		     "<p>Reads the same body again with the current settings, as "
		     "if it arrived back then. Nothing is counted twice.</p>\n");
	page_button(p, &(struct button){ .action = path_of(p->cx, v->row, "/replay"),
			       .label = "Replay",
			       .style = "" });
	html(p->out, "</section>\n");
}

enum err settings_delivery_get(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	struct view view;

	TRY(find_delivery(cx, app, req, &view));
	page_open(&p, SECTION_INTEGRATIONS,
		arena_printf(cx->arena, "Delivery %" PRId64, view.row->id));
	htmlf(p.out,
		"<div class='stack'><p><a href='%s'>All deliveries</a>"
		"</p>\n<h1>Delivery %" PRId64 "</h1></div>\n",
		integration_card_path(cx, view.row->integration_id, "/deliveries"), view.row->id);
	put_facts(&p, view.row);
	put_works(&p, &view);
	put_replay(&p, &view);
	put_body(&p, &view);
	page_close(&p);
	return OK;
}

/* A download, byte for byte: a browser must not render it. */
enum err settings_delivery_body_get(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct view view;

	TRY(find_delivery(cx, app, req, &view));
	if (!view.body.at)
		return err_note(cx, ERR_NOT_FOUND, "The body was not kept.");
	res->kind = RES_FILE;
	res->type = "application/octet-stream";
	res->file_name = "delivery.json";
	buf_init(&res->body, cx->arena, view.body.length + 1);
	buf_add(&res->body, view.body.at, view.body.length);
	return OK;
}

enum err settings_delivery_replay_post(
	struct cx *cx, const struct app *app, const struct req *req, struct res *res)
{
	struct page p = page_make(cx, app, req, res);
	struct replay what = { .user_id = req->visitor->user_id, .read = sink_read_again };
	struct verdict verdict;

	TRY(route_id(cx, req, &what.delivery_id));
	TRY(replay(cx, app->store, &what, &verdict));
	page_redirect(&p, arena_printf(cx->arena, "settings/deliveries/%" PRId64, what.delivery_id),
		"replayed", 0);
	return OK;
}
