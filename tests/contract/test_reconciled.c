/* SPDX-License-Identifier: MIT */
/*
 * Random evenings before a Jellyfin whose webhooks get lost at random, and
 * which is asked every hour: what was told and what was found is what was
 * watched, each viewing exactly once.
 */
#include "tests/contract/history.h"
#include "tests/unit/sql.h"

enum { FILMS = 5, EVENINGS = 12, RUNS = 20, TICK_MS = 5 * MINUTE_MS, TICKS_PER_MS = 10000 };

struct film {
	int64_t length_ms;
	/* UserData on the server. */
	bool played, is_active;
	int64_t position_ms, date_ms;
	int count;
	/* What was watched in truth. */
	int completed, open;
	int64_t open_ms; /* where the open viewing stands */
};

enum loss { LOSS_NONE, LOSS_ALL, LOSS_SOME, LOSS_BEGINNING, LOSS_END, LOSS__COUNT };

struct world {
	struct unit *u;
	struct asker asker;
	struct film films[FILMS];
	bool keeps_played; /* as from version 12 on */
	uint64_t seed;
	enum loss loss;
};

static int dice(struct world *w, int sides)
{
	w->seed = w->seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (int)((w->seed >> 33) % (uint64_t)sides);
}

static const char *date_text(struct world *w, int64_t ms)
{
	char *text = arena_raw(&w->u->arena, 40);
	time_t seconds = (time_t)(ms / 1000);
	struct tm parts;
	size_t length;

	gmtime_r(&seconds, &parts);
	length = strftime(text, 40, "%Y-%m-%dT%H:%M:%S", &parts);
	snprintf(text + length, 40 - length, ".%03dZ", (int)(ms % 1000));
	return text;
}

static const char *item_text(struct world *w, int i)
{
	const struct film *f = &w->films[i];

	return arena_printf(&w->u->arena,
		"{\"Id\":\"f%d\",\"Type\":\"Movie\",\"Name\":\"Film %d\",\"RunTimeTicks\":%" PRId64
		",\"ProviderIds\":{\"Tmdb\":\"%d\"},\"UserData\":{\"Played\":%s,\"PlayCount\":%d,"
		"\"PlaybackPositionTicks\":%" PRId64 "%s%s%s}}",
		i, i, f->length_ms * TICKS_PER_MS, 100 + i, f->played ? "true" : "false", f->count,
		f->position_ms * TICKS_PER_MS, f->date_ms ? ",\"LastPlayedDate\":\"" : "",
		f->date_ms ? date_text(w, f->date_ms) : "", f->date_ms ? "\"" : "");
}

/* ---- what it answers ---- */

static bool is_listed(const struct film *f, bool is_watched)
{
	return is_watched ? f->played : f->position_ms > 0 && !f->is_active;
}

static struct answer answer(void *arg, const char *path)
{
	struct world *w = arg;
	bool is_watched = strstr(path, "filters=IsPlayed") != NULL;
	const char *items = "";
	bool taken[FILMS] = { false };

	for (int n = 0; n < FILMS; n++) {
		int newest = -1;

		for (int i = 0; i < FILMS; i++)
			if (!taken[i] &&
				(newest < 0 || w->films[i].date_ms > w->films[newest].date_ms))
				newest = i;
		taken[newest] = true;
		if (is_listed(&w->films[newest], is_watched))
			items = arena_join(
				&w->u->arena, items, *items ? "," : "", item_text(w, newest));
	}
	items = arena_printf(&w->u->arena, "{\"Items\":[%s]}", items);
	return (struct answer){
		.status = 200, .type = "application/json", .body = items, .length = strlen(items)
	};
}

static void ask(struct world *w)
{
	ask_all(&w->asker);
	assert_int_equal(w->asker.err, OK);
}

/* ---- what it sends ---- */

static bool is_lost(struct world *w, int percent)
{
	switch (w->loss) {
	case LOSS_ALL:
		return true;
	case LOSS_SOME:
		return dice(w, 2) == 0;
	case LOSS_BEGINNING:
		return percent < 50;
	case LOSS_END:
		return percent > 50;
	case LOSS_NONE:
	case LOSS__COUNT:
		break;
	}
	return false;
}

static void post(struct world *w, const char *event, int i, int64_t place_ms, int percent)
{
	const char *place = "", *body;
	struct message m;

	if (is_lost(w, percent))
		return;
	if (place_ms >= 0)
		place = arena_printf(
			&w->u->arena, "\"PositionTicks\":%" PRId64 ",", place_ms * TICKS_PER_MS);
	body = arena_printf(&w->u->arena,
		"{\"Event\":\"%s\",\"Item\":%s,\"User\":{\"Name\":\"alice\",\"Id\":\"a1\"},"
		"\"Session\":{\"Id\":\"tv\",\"PlayState\":{%s\"IsPaused\":false}},\"Server\":{}}",
		event, item_text(w, i), place);
	deliver(w->u, w->asker.integration, (struct bytes){ body, strlen(body) }, &m);
}

/* The server keeps positions between 5 and 90 %. */
static void check_in(struct film *f, int64_t place_ms)
{
	bool is_over = place_ms > f->length_ms / 10 * 9;

	f->position_ms = is_over || place_ms < f->length_ms / 20 ? 0 : place_ms;
	f->played = f->played || is_over;
}

static void pass(struct world *w, int64_t ms)
{
	int64_t hour = w->u->cx.now_ms / HOUR_MS;

	w->u->cx.now_ms += ms;
	if (w->u->cx.now_ms / HOUR_MS != hour)
		ask(w);
}

/* From where it stands to that per cent. */
static void watch(struct world *w, int i, int to_percent)
{
	struct film *f = &w->films[i];
	int64_t place = f->position_ms, end = f->length_ms * to_percent / 100;
	int from_percent = (int)(place * 100 / f->length_ms);

	f->date_ms = w->u->cx.now_ms;
	f->count++;
	f->played = f->played && w->keeps_played;
	f->is_active = true;
	post(w, "Play", i, place, from_percent);
	while (place < end) {
		int64_t step = end - place < TICK_MS ? end - place : TICK_MS;

		pass(w, step);
		place += step;
		check_in(f, place);
		post(w, "Progress", i, place, (int)(place * 100 / f->length_ms));
	}
	f->is_active = false;
	post(w, "Stop", i, -1, to_percent);
	f->open = to_percent < 95;
	f->completed += to_percent >= 95;
	f->open_ms = f->open ? place : 0;
}

/* ---- the check ---- */

static void check(struct world *w, int run)
{
	for (int i = 0; i < FILMS; i++) {
		const struct film *f = &w->films[i];
		const char *of = arena_printf(&w->u->arena,
			"FROM play p JOIN item t ON t.id = p.item_id JOIN work_id d ON d.work_id ="
			" t.work_id WHERE p.user_id = %" PRId64
			" AND d.source = 'tmdb' AND d.value = '%d' AND p.state =",
			w->asker.integration->user_id, 100 + i);
		const char *where = arena_printf(
			&w->u->arena, "run %d, film %d of %d evenings", run, i, EVENINGS);

		is_i64(where, "completed",
			ask_sql(w->u->path,
				arena_printf(&w->u->arena, "SELECT count(*) %s 'completed'", of)),
			f->completed);
		is_i64(where, "open",
			ask_sql(w->u->path,
				arena_printf(&w->u->arena, "SELECT count(*) %s 'in_progress'", of)),
			f->open);
		if (f->open)
			is_i64(where, "position",
				ask_sql(w->u->path,
					arena_printf(&w->u->arena,
						"SELECT position_ms %s 'in_progress'", of)),
				f->open_ms);
	}
}

static void evening(struct world *w, int64_t day)
{
	static const int targets[] = { 30, 60, 100, 100 };
	bool used[FILMS] = { false };

	w->u->cx.now_ms = day * DAY_MS + 17 * HOUR_MS + dice(w, 120) * MINUTE_MS + 1;
	w->loss = (enum loss)dice(w, LOSS__COUNT);
	for (int n = 1 + dice(w, 2); n > 0; n--) {
		int i = dice(w, FILMS), to = targets[dice(w, NELEM(targets))];

		if (used[i] || w->films[i].position_ms * 100 / w->films[i].length_ms >= to)
			continue;
		used[i] = true;
		watch(w, i, to);
		pass(w, 20 * MINUTE_MS);
	}
	/* In the morning all is quiet. */
	w->u->cx.now_ms = day * DAY_MS + 32 * HOUR_MS;
	ask(w);
}

static void nothing_is_missed_and_nothing_is_twice(void **state)
{
	struct unit *u = *state;

	for (int run = 0; run < RUNS; run++) {
		struct world w = { .u = u, .seed = (uint64_t)run + 1, .keeps_played = run % 2 };
		const char *name = arena_printf(&u->arena, "person%d", run);

		for (int i = 0; i < FILMS; i++)
			w.films[i].length_ms = (60 + 15 * (int64_t)i) * MINUTE_MS;
		w.asker = (struct asker){ .u = u,
			.integration = add_asked(u, add_user(u, name), "jellyfin", "a1"),
			.person = "a1",
			.answer = answer,
			.arg = &w };
		u->cx.now_ms = 20000 * (int64_t)DAY_MS;
		ask(&w);
		for (int day = 0; day < EVENINGS; day++) {
			struct arena_mark mark = arena_mark(&u->arena);

			evening(&w, 20001 + day);
			check(&w, run);
			arena_rewind(&u->arena, mark);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			nothing_is_missed_and_nothing_is_twice, unit_setup_store, unit_teardown),
	};

	return cmocka_run_group_tests(tests, people_group_setup, NULL);
}
