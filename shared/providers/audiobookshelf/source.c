/* SPDX-License-Identifier: MIT */
/*
 * source.c -- the order of requests of one run.
 *
 * GET /api/me returns all progress of a user, finished items included; usually
 * the answer is 304 and the run ends. Changed rows need a title and ids: books
 * are requested in batches, podcasts as lists of their libraries (a podcast
 * comes with all its episodes, which can be megabytes), episodes one by one.
 * The server refuses a batch with a forbidden item as a whole, so that batch is
 * halved until the item is alone (steps.c).
 *
 * Titles, ids and rights change without any row, so once a day the rows are
 * requested without their ETag, and the items that were remembered for a day
 * are asked for again.
 *
 * The answer to /api/me also holds a token that never expires, so only its rows
 * are kept, never the body.
 */
#include "shared/json/write.h"
#include "shared/providers/audiobookshelf/art.h"
#include "shared/providers/audiobookshelf/message.h"
#include "shared/providers/audiobookshelf/plan.h"
#include "shared/providers/audiobookshelf/steps.h"
#include "shared/providers/provider.h"

enum { ACCOUNT_ID_MAX = 100 };

static void *begin(struct cx *cx, const struct target *target)
{
	struct abs_run *run = arena_alloc(cx->arena, sizeof(*run));

	run->target = *target;
	run->is_refresh = abs_plan_is_due(cx, run);
	run->batch_max = BATCH_MAX;
	abs_add_step(cx, run, (struct abs_step){ .kind = STEP_ME });
	return run;
}

/* Answers that are an error for every request. */
static enum err check_answer(struct cx *cx, const struct answer *a)
{
	if (a->status == 401)
		return err_note(cx, ERR_AUTH,
			"the server refused this API key (401): it was "
			"deleted, has expired, or is switched off");
	if (a->status == 429 || a->status >= 500)
		return err_note(
			cx, ERR_UPSTREAM, "the server answered %d; it is tried again", a->status);
	return OK;
}

/* ---- /api/me ---- */

static enum err check_me(struct cx *cx, const struct answer *a)
{
	TRY(check_answer(cx, a));
	if (a->status == 403)
		return err_note(cx, ERR_AUTH, "the server does not let this API key in (403)");
	if (!answer_is_json(a))
		return err_note(cx, ERR_CONF,
			"there is no Audiobookshelf API at this address "
			"(answer %d%s); check the address and its path",
			a->status, a->status == 200 ? ", but no JSON" : "");
	return OK;
}

static void refuse_row(struct cx *cx, const struct abs_row *row, struct batch *out)
{
	struct source_row *source_row = batch_row(cx, out);

	source_row->body = json_text(cx, row->entry);
	source_row->message.event = "progress";
	source_row->message.run = "unreadable row";
	source_row->message.reason = REASON_WRONG_SHAPE;
	source_row->message.detail = arena_strdup(cx->arena, cx->note);
}

/* An unreadable row becomes a delivery, if there are not too many of them. */
static void take_row(struct cx *cx, struct abs_run *run, struct json entry, struct batch *out)
{
	const struct memory *m = &run->target.memory;
	struct abs_row *row = &run->rows[run->row_count];

	run->seen++;
	if (abs_row_read(cx, entry, row) != OK) {
		if (out->row_count < BATCH_ROWS_MAX)
			refuse_row(cx, row, out);
		return;
	}
	abs_row_compare(row, m->seen(m->arg, cx, row->id));
	run->row_count++;
}

/* Is there something to tell of a row whose item is settled? */
static bool has_word(const struct abs_row *row)
{
	if (row->is_news)
		return true;
	if (row->past.was_hidden)
		return row->item->standing == ITEM_KNOWN;
	/* One row of a podcast is enough to name it. */
	return abs_row_is_renamed(row) && row == row->item->rows;
}

static void pass_on(struct cx *cx, struct abs_run *run, struct abs_row *row, struct batch *out)
{
	struct source_row *source_row = batch_row(cx, out);

	row->is_done = true;
	abs_row_judge(&run->names, row);
	source_row->row = row->id;
	source_row->state = abs_row_state(cx, row);
	source_row->body = row->text;
	abs_row_message(cx, row, run->target.url, run->user, &source_row->message);
}

/*
 * Passes on every row whose item and episode are known by now. One that has
 * news and waits for its item holds back the newer ones of its kind, which may
 * be of the same work.
 */
static void hand_out(struct cx *cx, struct abs_run *run, struct batch *out)
{
	bool is_held[2] = { false, false };

	out->has_more = false;
	for (size_t i = 0; i < run->row_count && !out->has_more; i++) {
		struct abs_row *row = &run->rows[i];
		bool *held = &is_held[row->episode_id != NULL];
		bool is_pending = abs_row_is_pending(row);

		if (row->is_done || !row->text)
			continue;
		out->has_more = out->row_count >= BATCH_ROWS_MAX;
		if (out->has_more)
			break;
		*held = *held || (is_pending && row->is_news);
		if (!*held && !is_pending && has_word(row))
			pass_on(cx, run, row, out);
	}
}

static enum err take_rows(struct cx *cx, struct abs_run *run, struct json root, struct batch *out)
{
	struct json_walk entries = json_walk(cx, root, "mediaProgress");
	struct json entry;

	if (!json_is_array(root, "mediaProgress"))
		return err_note(cx, ERR_CONF,
			"the answer holds no mediaProgress: this is not "
			"Audiobookshelf, or one that is too old");
	if (json_length(root, "mediaProgress") > SOURCE_ROWS_MAX)
		return err_note(cx, ERR_UPSTREAM,
			"the server shows %zu rows of progress; the limit is %d",
			json_length(root, "mediaProgress"), SOURCE_ROWS_MAX);
	run->rows =
		arena_array(cx->arena, json_length(root, "mediaProgress") + 1, sizeof(*run->rows));
	while (json_next(&entries, &entry))
		take_row(cx, run, entry, out);
	qsort(run->rows, run->row_count, sizeof(*run->rows), abs_row_by_time);
	abs_plan(cx, run);
	return OK;
}

static enum err accept_me(
	struct cx *cx, struct abs_run *run, const struct answer *a, struct batch *out)
{
	struct json root = { NULL, "" };

	if (a->status == 304 && run->target.etag) {
		run->etag = run->target.etag;
		return OK;
	}
	TRY(check_me(cx, a));
	if (json_open(cx, a->body, a->length, &root) != OK)
		return err_note(cx, ERR_UPSTREAM, "the server's answer is no valid JSON");
	if (a->etag)
		run->etag = arena_strdup(cx->arena, a->etag);
	run->user =
		json_loose_str(cx, root, "username", REPORT_NAME_MAX); /* only shown to people */
	return take_rows(cx, run, root, out);
}

static enum err accept_step(struct cx *cx, struct abs_run *run, const struct abs_step *step,
	const struct answer *a, struct batch *out)
{
	switch (step->kind) {
	case STEP_ME:
		return accept_me(cx, run, a, out);
	case STEP_BATCH:
		return abs_accept_batch(cx, run, step, a, out);
	case STEP_SINGLE:
		return abs_accept_single(cx, run, step, a, out);
	case STEP_LIBRARIES:
		return abs_accept_libraries(cx, run, a, out);
	case STEP_LIBRARY:
		return abs_accept_library(cx, run, a, out);
	case STEP_EPISODE:
		abs_accept_episode(cx, run, step, a, out);
	}
	return OK;
}

static void more(struct cx *cx, void *data, struct batch *out)
{
	struct abs_run *run = data;

	hand_out(cx, run, out);
	if (!out->has_more && run->answered == run->step_count && run->has_all)
		abs_plan_done(cx, out);
}

static enum err accept_answer(struct cx *cx, void *data, const struct answer *a, struct batch *out)
{
	struct abs_run *run = data;
	struct abs_step step = run->steps[a->number];
	size_t lost = run->lost_in_a_row;

	run->answered++;
	/* That may be the fault of one item. */
	if (!abs_step_is_small(&step) || a->status != 500)
		TRY(check_answer(cx, a));
	TRY(accept_step(cx, run, &step, a, out));
	if (run->lost_in_a_row == lost && a->status < 500)
		abs_note_good(run, a);
	abs_pass_over_lost(cx, run, out);
	TRY(abs_check_lost(cx, run));
	more(cx, run, out);
	return OK;
}

static const char *etag(const void *data)
{
	const struct abs_run *run = data;

	return run->etag;
}

static size_t rows(const void *data)
{
	const struct abs_run *run = data;

	return run->seen;
}

/* What people enter instead of the address, and what stands in front of it. */
static const char *hint_of(const struct answer *greeting)
{
	if (greeting->status == 200 && !answer_is_json(greeting))
		return ": a page for people; if the address was copied from a browser, "
		       "only its beginning is the server's, up to the port or /audiobookshelf";
	if (greeting->status == 401 || greeting->status == 403 || greeting->status == 407)
		return ": something in front of it wants a sign-in of its own; let /status and "
		       "/api pass there";
	if (greeting->status >= 300 && greeting->status < 400)
		return ": it sends callers to another address; enter that one, or let /status "
		       "and /api pass if that is a sign-in";
	return "";
}

static enum err greet(struct cx *cx, const struct answer *greeting, const char **version)
{
	struct reader in = { .cx = cx };
	struct json root = { NULL, "" };
	const char *app = NULL;
	enum err err = check_answer(cx, greeting);

	if (err == ERR_UPSTREAM)
		return err;
	if (answer_is_json(greeting) &&
		json_open(cx, greeting->body, greeting->length, &root) == OK) {
		app = reader_str(&in, root, "app", REPORT_WORD_MAX);
		*version = reader_str(&in, root, "serverVersion", REPORT_WORD_MAX);
	}
	if (in.err != OK || !app || strcmp(app, "audiobookshelf") != 0)
		return err_note(cx, ERR_CONF,
			"the server at this address is not Audiobookshelf "
			"(answer %d to /status%s)",
			greeting->status, hint_of(greeting));
	return OK;
}

static enum err identify(struct cx *cx, const struct answer *self, struct account_name *out)
{
	struct json root = { NULL, "" };

	TRY(check_me(cx, self));
	if (json_open(cx, self->body, self->length, &root) != OK ||
		json_need_str(cx, root, "username", REPORT_NAME_MAX, &out->name) != OK)
		return err_note(cx, ERR_CONF,
			"the server does not say whose key this is: it is not "
			"Audiobookshelf, or one that is too old");
	out->id = json_loose_str(cx, root, "id", ACCOUNT_ID_MAX);
	return OK;
}

static const struct source source = {
	.begin = begin,
	.at_once = 2,
	.next = abs_next,
	.accept = accept_answer,
	.more = more,
	.etag = etag,
	.read_again = abs_row_read_again,
	.rows = rows,
};

static const struct service service = {
	.key_header = "Authorization: Bearer ",
	.greeting_path = "/status",
	.self_path = "/api/me",
	.greet = greet,
	.identify = identify,
};

static const char *const steps[] = {
	"In Audiobookshelf, as an administrator, open Settings, API Keys and press Add API Key. "
	"(Before version 2.26: Settings, Users, the person, API Token.)",
	"Choose the person whose progress this is.",
	"Copy the key, which is shown once, and enter it here, with the address of the server.",
	NULL,
};

const struct provider provider_audiobookshelf = {
	.name = "audiobookshelf",
	.title = "Audiobookshelf",
	.steps = steps,
	.fields = {
		{ .kind = FIELD_URL,
			.label = "Address of the server",
			.example = "http://nas:13378",
			.is_needed = true },
		{ .kind = FIELD_KEY,
			.label = "API key",
			.help = "It is stored encrypted and never shown again. The address is "
				"checked before the key is sent there.",
			.is_needed = true },
		{ .kind = FIELD_CA_FILE, .label = "Certificate authority, a file" },
	},
	.service = &service,
	.source = &source,
	.art = &abs_art,
};
