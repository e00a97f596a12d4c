/* SPDX-License-Identifier: MIT */
#include "shared/actions/past_import.h"

#include "shared/actions/show.h"
#include "shared/json/reader.h"
#include "shared/providers/provider.h"
#include "shared/store/seen.h"

enum { PEOPLE_MAX = 200 };

/* ---- rows ---- */

/* The same server and person are the same import. */
static void hash(struct cx *cx, const struct past_run *run, unsigned char out[DIGEST_BYTES])
{
	const char *text = arena_printf(cx->arena, "%" PRId64 " %s %s", run->integration->id,
		run->server->url, run->server->person);
	struct digest *digest = digest_begin(cx->arena);

	digest_add(digest, text, strlen(text));
	digest_end(digest, out);
}

enum err past_import_begin(struct cx *cx, struct store *s, struct past_run *run)
{
	const char *of = run->server->person_name;

	if (run->wish != PAST_IMPORT)
		return OK;
	run->file = (struct import_file){
		.user_id = run->integration->user_id,
		.name = of ? of : "",
		.format = provider_title(run->integration->provider),
		.summary = "",
	};
	hash(cx, run, run->file.hash);
	TRY(store_import_put(cx, s, &run->file));
	return store_import_start(cx, s, run->file.id);
}

/* An episode's show, as the server has said. */
static enum err name(struct cx *cx, struct store *s, const struct past_run *run, struct message *m)
{
	struct show_answer answer;

	if (!m->unnamed_show)
		return OK;
	TRY(show_recall(cx, s, run->integration->id, m->unnamed_show, &answer));
	show_tell(cx, &answer, m);
	return OK;
}

static enum err put_part(
	struct cx *cx, struct store *s, struct past_run *run, const struct report *part)
{
	/* Beside a position the date is that of a later viewing. */
	int64_t at_ms = part->position > 0 ? UNSAID : part->started_ms;
	const struct past play = { .named = *part, .at_ms = at_ms, .day = UNSAID };
	bool is_added = false;

	run->counts.kinds[part->kind]++;
	run->counts.undated += at_ms == UNSAID;
	if (run->wish != PAST_IMPORT)
		return OK;
	TRY(tracker_put(cx, s, &run->file, &play, &is_added));
	run->counts.added += is_added;
	run->counts.known += !is_added;
	return OK;
}

static enum err put_parts(
	struct cx *cx, struct store *s, struct past_run *run, const struct report *r)
{
	for (int i = 0; i < report_parts(r); i++) {
		struct report part;

		report_part(r, i, true, &part);
		part.position = r->position;
		TRY(put_part(cx, s, run, &part));
	}
	return OK;
}

static enum err take_row(
	struct cx *cx, struct store *s, struct past_run *run, const struct source_row *row)
{
	struct message m = row->message;

	if (!m.report.finished && row->row)
		return OK; /* it is in progress: asked for regularly, soon */
	TRY(name(cx, s, run, &m));
	if (m.report.ids.count > 0 && m.reason == REASON_NONE)
		TRY(put_parts(cx, s, run, &m.report));
	else if (m.is_nameless)
		run->counts.unnamed++;
	else
		run->counts.left_out++;
	if (run->wish == PAST_LOOK || !row->row)
		return OK;
	return store_seen_put(cx, s, run->integration->id, row->row, row->state);
}

enum err past_import_rows(
	struct cx *cx, struct store *s, struct past_run *run, const struct batch *batch)
{
	for (size_t i = 0; i < batch->fact_count; i++) {
		const struct source_fact *from = &batch->facts[i];
		const struct fact fact = { from->item, from->text, from->until_ms };

		TRY(store_fact_put(cx, s, run->integration->id, &fact));
	}
	for (size_t i = 0; i < batch->row_count; i++)
		TRY(take_row(cx, s, run, &batch->rows[i]));
	return OK;
}

enum err past_import_end(struct cx *cx, struct store *s, struct past_run *run)
{
	const char *summary = tracker_words(cx->arena, &run->counts);

	if (run->wish == PAST_IMPORT) {
		run->file.summary = summary;
		run->file.added = run->counts.added;
		run->file.known = run->counts.known;
		TRY(store_import_put(cx, s, &run->file));
		TRY(store_import_end(cx, s, &run->file));
	}
	TRY(store_past_end(cx, s, run->integration->id, summary, NULL));
	return run->wish == PAST_LOOK ? OK : store_past_open(cx, s, run->integration->id);
}

/* ---- what a person wants ---- */

const struct past_person *past_people(struct cx *cx, const struct past_state *state)
{
	struct past_person *list = arena_array(cx->arena, PEOPLE_MAX + 1, sizeof(*list));
	struct reader in = { .cx = cx };
	struct json root = { NULL, "" }, one;
	struct json_walk people;
	size_t count = 0;

	if (!state->people || json_open(cx, state->people, strlen(state->people), &root) != OK)
		return list;
	people = json_walk(cx, root, "people");
	while (count < PEOPLE_MAX && json_next(&people, &one)) {
		list[count].id = reader_idtext(&in, one, "id");
		list[count].name = reader_str(&in, one, "name", REPORT_NAME_MAX);
		count += list[count].id != NULL && list[count].name != NULL;
	}
	list[count] = (struct past_person){ NULL, NULL };
	return list;
}

static const struct past_person *find_person(const struct past_person *list, const char *text)
{
	for (const struct past_person *p = list; p->id; p++)
		if (strcmp(p->id, text) == 0)
			return p;
	for (const struct past_person *p = list; p->id; p++)
		if (strcasecmp(p->name, text) == 0)
			return p;
	return NULL;
}

static enum err check(
	struct cx *cx, struct store *s, const struct integration *row, struct past_state *state)
{
	const struct server *server = NULL;

	TRY(store_server_get(cx, s, row->id, &server));
	if (!server || !provider_history(row->provider))
		return err_note(cx, ERR_CONFLICT,
			"There is no server to ask: enter its address and a key first.");
	return store_past_get(cx, s, row->id, state);
}

enum err past_choose(
	struct cx *cx, struct store *s, const struct integration *row, const char *person)
{
	const struct past_person *found;
	struct past_state state;

	TRY(check(cx, s, row, &state));
	if (!*person)
		return store_past_choose(cx, s, row->id, NULL, NULL);
	if (!state.people)
		return err_note(cx, ERR_CONFLICT,
			"It is not known yet who is on that server. Test the connection first.");
	found = find_person(past_people(cx, &state), person);
	if (!found)
		return err_note(cx, ERR_INPUT, "Nobody on that server has this name.");
	TRY(store_past_choose(cx, s, row->id, found->id, found->name));
	return store_past_ask(cx, s, row->id, PAST_LOOK);
}

enum err past_ask(
	struct cx *cx, struct store *s, const struct integration *row, enum past_wish wish)
{
	const struct server *server = NULL;
	struct past_state state;

	TRY(check(cx, s, row, &state));
	TRY(store_server_get(cx, s, row->id, &server));
	if (!server->person)
		return err_note(cx, ERR_CONFLICT, "Choose first whose viewings are asked for.");
	return store_past_ask(cx, s, row->id, wish);
}
