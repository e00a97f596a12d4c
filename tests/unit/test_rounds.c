/* SPDX-License-Identifier: MIT */
/*
 * However the same reports are split into rounds, they lead to the same rows.
 * The evenings are made up, from a seed; the rounds are of 1 to 256 reports.
 */
#include "shared/base/buf.h"
#include "shared/store/round.h"

#include "tests/unit/dump.h"
#include "tests/unit/people.h"

enum { REPORTS = 320, EVENINGS = 12, BODY = 1800 };

/* Two people, with two integrations each, and what they send. */
struct evening {
	struct unit *u;
	uint64_t seed;
	const struct integration *to[4];
	struct message messages[REPORTS];
	struct incoming list[REPORTS];
	char bodies[REPORTS][BODY];
};

static uint32_t roll(struct evening *e, uint32_t sides)
{
	e->seed = e->seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(e->seed >> 33) % sides;
}

static const char *named(struct evening *e, const char *what, uint32_t sides)
{
	return arena_printf(&e->u->arena, "%s%u", what, roll(e, sides));
}

/* Mostly those of one work; sometimes one of another, or one is missing. */
static void add_ids(struct evening *e, struct report *r)
{
	uint32_t work = roll(e, 5);
	bool is_book = r->kind == KIND_PODCAST;

	for (uint32_t i = 0; i < 3; i++) {
		uint32_t of = roll(e, 12) == 0 ? roll(e, 5) : work;
		enum catalog catalog = i == 0 ? CATALOG_TMDB : i == 1 ? CATALOG_TVDB : CATALOG_IMDB;
		bool is_last = i == 2 && r->ids.count == 0;

		if (roll(e, 4) == 0 && !is_last)
			continue;
		if (is_book)
			assert_true(ids_add(&r->ids, CATALOG_LOCAL,
					    arena_printf(&e->u->arena, "home/%u", of)) ||
				    r->ids.count > 0);
		else
			assert_true(ids_add(&r->ids, catalog,
				arena_printf(&e->u->arena,
					catalog == CATALOG_IMDB ? "tt%07u" : "%u",
					1000 * (i + 1) + of)));
	}
	if (roll(e, 3) > 0)
		r->title = arena_printf(&e->u->arena, "The %u. Work", work);
	r->author = roll(e, 5) == 0 ? named(e, "Author ", 2) : NULL;
	r->year = roll(e, 4) == 0 ? 1990 + (int)work : UNSAID;
}

static void add_part(struct evening *e, struct report *r)
{
	if (r->kind == KIND_SHOW) {
		r->season = 1;
		r->episode = (int)roll(e, 4);
		r->episode_end = roll(e, 6) == 0 ? r->episode + 1 : UNSAID;
		r->part_title = roll(e, 2) ? "Pilot" : NULL;
	} else if (r->kind == KIND_PODCAST) {
		r->part = named(e, "part", 3);
		r->part_before = roll(e, 3) == 0 ? named(e, "part", 3) : NULL;
	} else if (r->kind == KIND_MOVIE && roll(e, 8) == 0) {
		r->stack = named(e, "/films/stack", 2);
		r->file = 1 + (int)roll(e, 3);
		r->files = roll(e, 2) ? 3 : 0;
	}
}

static void add_place(struct evening *e, struct report *r, int64_t at_ms)
{
	static const int shares[] = { 1, 10, 30, 30, 31, 60, 94, 96, 100 };

	r->units_per_ms = 1;
	r->duration = roll(e, 20) == 0 ? 600000 : 6000000;
	r->position = r->duration / 100 * shares[roll(e, NELEM(shares))];
	r->basis = BASIS_SESSION_POSITION;
	r->finished = roll(e, 25) == 0;
	r->starts_sitting = roll(e, 10) == 0;
	r->ends_sitting = !r->starts_sitting && roll(e, 10) == 0;
	if (roll(e, 15) == 0) {
		r->basis = BASIS_USERDATA_PLAYED;
		r->position = UNSAID;
		r->finished = true;
	}
	r->device = roll(e, 3) ? named(e, "device", 12) : NULL;
	r->session = roll(e, 6) == 0 ? named(e, "session", 3) : NULL;
	r->is_state = roll(e, 15) == 0;
	r->is_older = roll(e, 15) == 0;
	r->at_ms = roll(e, 3) == 0 ? at_ms - roll(e, 60000) : UNSAID;
	r->dated_ms = roll(e, 30) == 0 ? at_ms - 86400000 : UNSAID;
}

static void add_run(struct evening *e, struct message *m)
{
	m->event = named(e, "event", 3);
	m->event_id = roll(e, 4) == 0 ? named(e, "id", 60) : NULL;
	m->sender_version = roll(e, 20) == 0 ? named(e, "1.", 3) : NULL;
	if (roll(e, 3) > 0)
		m->run = named(e, "run", 4);
	else if (roll(e, 2))
		m->ends_run = named(e, "run", 4);
	if (roll(e, 12) == 0) {
		m->reason = REASON_NOT_PLAYBACK;
		m->folds_daily = roll(e, 2);
	}
	m->drop_body = roll(e, 20) == 0;
}

/* Mostly alike, so that one is kept as what it differs in from another. */
static struct bytes fill_body(struct evening *e, char body[static BODY])
{
	char letter = roll(e, 6) == 0 ? (char)('a' + roll(e, 26)) : 'x';
	size_t length = BODY - roll(e, 10);

	memset(body, letter, length);
	for (size_t i = length / 2; i < length / 2 + 8; i++)
		body[i] = (char)('0' + roll(e, 10));
	if (roll(e, 9) == 0)
		return (struct bytes){ NULL, 0 };
	return (struct bytes){ body, length };
}

static void make_report(struct evening *e, size_t i, int64_t at_ms)
{
	static const enum kind kinds[] = { KIND_MOVIE, KIND_MOVIE, KIND_SHOW, KIND_PODCAST };
	struct message *m = &e->messages[i];

	message_init(m);
	add_run(e, m);
	m->report.kind = kinds[roll(e, NELEM(kinds))];
	add_ids(e, &m->report);
	add_part(e, &m->report);
	add_place(e, &m->report, at_ms);
	if (m->report.stack && m->report.file > 1 && m->reason == REASON_NONE) {
		m->reason = REASON_NO_IDENTIFIER;
		m->report.ids.count = 0;
	}
	e->list[i] = (struct incoming){ .integration = e->to[roll(e, NELEM(e->to))],
		.message = m,
		.received_ms = at_ms,
		.body = fill_body(e, e->bodies[i]) };
}

static void make_evening(struct evening *e, uint64_t seed)
{
	int64_t at_ms = UNIT_NOW;

	e->seed = seed;
	for (size_t i = 0; i < REPORTS; i++) {
		at_ms += roll(e, 40) == 0 ? 700000 : roll(e, 20000);
		make_report(e, i, at_ms);
	}
	e->u->cx.now_ms = at_ms;
}

/* ---- the rounds ---- */

/* Rounds of `length` reports; of 0: of 1 to 256, as it comes. */
static struct rows run_evening(struct evening *e, size_t length, struct verdict verdicts[])
{
	struct unit *u = e->u;
	struct rows rows;

	MUST(store_begin(&u->cx, u->store));
	for (size_t done = 0; done < REPORTS;) {
		size_t next = length ? length : 1 + roll(e, ROUND_REPORTS);

		if (next > REPORTS - done)
			next = REPORTS - done;
		MUST(receive_messages(&u->cx, u->store, e->list + done, next, verdicts + done));
		done += next;
	}
	rows = rows_of(u);
	store_rollback(u->store);
	return rows;
}

static void are_same_verdicts(
	struct unit *u, const char *rounds, const struct verdict *got, const struct verdict *want)
{
	for (size_t i = 0; i < REPORTS; i++) {
		const char *where = arena_printf(&u->arena, "%s, report %zu", rounds, i);

		is_i64(where, "delivery", got[i].delivery_id, want[i].delivery_id);
		is_text(where, "reason", reason_name(got[i].reason), reason_name(want[i].reason));
		is_text(where, "detail", got[i].detail, want[i].detail);
		is_i64(where, "plays", (int64_t)got[i].count, (int64_t)want[i].count);
		for (size_t k = 0; k < got[i].count; k++)
			is_i64(where, "play", got[i].touched[k].play_id,
				want[i].touched[k].play_id);
	}
}

static struct evening *invite(struct unit *u)
{
	struct evening *e = arena_alloc(&u->arena, sizeof(*e));

	e->u = u;
	for (size_t i = 0; i < NELEM(e->to); i++) {
		int64_t user_id =
			i % 2 == 0 ? add_user(u, i ? "bob" : "alice") : e->to[i - 1]->user_id;

		e->to[i] = add_integration(u, user_id, i % 2 ? "kodi" : "jellyfin", NULL);
	}
	return e;
}

static void any_split_into_rounds_leads_to_the_same_rows(void **state)
{
	static const size_t lengths[] = { 2, 7, 64, ROUND_REPORTS, 0, 0 };
	static struct verdict alone[REPORTS], together[REPORTS];
	struct unit *u = *state;
	struct evening *e = invite(u);

	for (uint64_t seed = 1; seed <= EVENINGS; seed++) {
		struct arena_mark mark = arena_mark(&u->arena);
		struct rows want, got;

		make_evening(e, seed);
		want = run_evening(e, 1, alone);
		assert_true(want.count > REPORTS / 2);
		for (size_t i = 0; i < NELEM(lengths); i++) {
			const char *where = arena_printf(
				&u->arena, "seed %" PRIu64 ", rounds of %zu", seed, lengths[i]);

			got = run_evening(e, lengths[i], together);
			are_same_verdicts(u, where, together, alone);
			are_same_rows(where, &got, &want);
		}
		arena_rewind(&u->arena, mark);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(any_split_into_rounds_leads_to_the_same_rows),
	};

	return cmocka_run_group_tests_name("rounds", tests, people_group_setup, NULL);
}
