/* SPDX-License-Identifier: MIT */
#include "shared/actions/show.h"

#include "shared/json/reader.h"
#include "shared/providers/sink.h"

static const struct range years = { 0, 9999 };

static void read_answer(struct cx *cx, const char *text, struct show *out)
{
	struct reader in = { .cx = cx };
	struct json root = { NULL, "" };

	*out = lookup_nothing();
	if (json_open(cx, text, strlen(text), &root) != OK)
		return; /* as if the server had known nothing */
	sink_read_ids(&in, root, "ids", &out->ids);
	out->title = json_loose_str(cx, root, "title", REPORT_NAME_MAX);
	out->year = reader_side_int(&in, root, "year", years);
}

/* Nothing is known: the server is asked, unless too much is asked already. */
static enum err take_place(struct cx *cx, struct store *s, int64_t integration_id, const char *key,
	struct show_answer *out)
{
	TRY(store_question_room(cx, s, integration_id, key, &out->is_asked));
	if (!out->is_asked)
		out->reason = "Too many shows are being asked for; replay this report later.";
	return OK;
}

enum err show_recall(struct cx *cx, struct store *s, int64_t integration_id, const char *key,
	struct show_answer *out)
{
	struct show_known known;
	bool is_over;

	*out = (struct show_answer){ .show = lookup_nothing() };
	TRY(store_show_known(cx, s, integration_id, key, &known));
	out->url = known.url;
	if (!known.url)
		return OK;
	if (known.text)
		read_answer(cx, known.text, &out->show);
	is_over = !known.text || known.good_until_ms <= cx->now_ms;
	out->is_old = is_over && out->show.ids.count > 0;
	return is_over && !out->is_old ? take_place(cx, s, integration_id, key, out) : OK;
}

static void name_show(const struct show *show, struct report *r)
{
	r->ids = show->ids;
	if (!r->title)
		r->title = show->title;
	if (r->year == UNSAID)
		r->year = show->year;
}

void show_tell(struct cx *cx, const struct show_answer *answer, struct message *m)
{
	bool is_named = answer->show.ids.count > 0;

	if (is_named)
		name_show(&answer->show, &m->report);
	if (is_named || answer->is_asked) {
		m->reason = REASON_NONE;
		m->detail = NULL;
	} else if (m->reason == REASON_NO_IDENTIFIER && answer->reason) {
		m->detail = answer->reason;
	} else if (m->reason == REASON_NO_IDENTIFIER && answer->url) {
		m->detail = arena_printf(cx->arena,
			"%s knows no id of this show but its own. Identify the show there; from "
			"then on it is tracked.",
			answer->url);
	}
}

enum err show_wait(struct cx *cx, struct store *s, int64_t integration_id, const char *key,
	int64_t delivery_id, bool *is_new)
{
	int64_t question_id = 0;

	TRY(store_question_put(cx, s, integration_id, key, &question_id, is_new));
	return delivery_id == 0 ? OK : store_waiting_put(cx, s, delivery_id, question_id);
}
