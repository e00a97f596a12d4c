/* SPDX-License-Identifier: MIT */
/*
 * The recorded evenings twice: as they were sent, and with all ids taken out of
 * the bodies and each thing named afterwards. Both must lead to the same plays.
 * Undone, nothing of it is left; named again, it comes to the same once more.
 */
#include "tests/contract/contract.h"

#include "shared/actions/naming.h"

enum { THINGS = 40, EVENINGS_MAX = 100 };

/* One account of an evening: its person with ids, and the one without. */
struct pair {
	const struct integration *named, *bare;
	struct {
		int64_t thing_id;
		char id[ID_TEXT + 20];
	} things[THINGS];
	size_t count;
};

/* Everything between the braces of "ProviderIds": {...} goes. */
static struct bytes without_ids(struct unit *u, struct bytes body)
{
	static const char key[] = "\"ProviderIds\":";
	char *at = arena_strndup(&u->arena, body.at, body.length), *end = at + body.length;
	char *from = at;

	while ((from = strstr(from, key))) {
		char *close;

		from += sizeof(key) - 1;
		from += strspn(from, " {");
		close = strchr(from, '}');
		assert_non_null(close);
		memmove(from, close, (size_t)(end - close) + 1);
		end -= close - from;
	}
	return (struct bytes){ at, (size_t)(end - at) };
}

static struct pair add_pair(struct unit *u, const char *account)
{
	static int number;
	struct pair p = { .count = 0 };
	const char *name = arena_printf(&u->arena, "%d", ++number);

	p.named = add_integration(
		u, add_user(u, arena_join(&u->arena, name, "", "named")), "jellyfin", account);
	p.bare = add_integration(
		u, add_user(u, arena_join(&u->arena, name, "", "bare")), "jellyfin", account);
	return p;
}

/* Remembers by which id the thing is to be named. */
static void note_thing(struct unit *u, struct pair *p, int64_t delivery_id, const struct report *r)
{
	int64_t thing_id = 0;

	MUST(store_thing_of(&u->cx, u->store, delivery_id, &thing_id));
	if (thing_id == 0 || r->ids.count == 0)
		return;
	for (size_t i = 0; i < p->count; i++)
		if (p->things[i].thing_id == thing_id)
			return;
	assert_true(p->count < THINGS);
	p->things[p->count].thing_id = thing_id;
	snprintf(p->things[p->count].id, sizeof(p->things[p->count].id), "%s:%s",
		catalog_name(r->ids.list[0].source), r->ids.list[0].value);
	p->count++;
}

static void send(struct unit *u, struct pair *p, struct bytes body)
{
	struct bytes bare = without_ids(u, body);
	struct message with, without;
	struct verdict v;

	deliver(u, p->named, body, &with);
	v = deliver(u, p->bare, bare, &without);
	note_thing(u, p, v.delivery_id, &with.report);
}

static void name_all(struct unit *u, const struct pair *p)
{
	for (size_t i = 0; i < p->count; i++) {
		const struct naming naming = { .user_id = p->bare->user_id,
			.thing_id = p->things[i].thing_id,
			.id = p->things[i].id };
		struct naming_effect effect;

		MUST(store_begin(&u->cx, u->store));
		MUST(naming_apply(&u->cx, u->store, &naming, &effect));
		MUST(store_end(&u->cx, u->store, OK));
	}
}

static void undo_all(struct unit *u, const struct pair *p)
{
	for (size_t i = 0; i < p->count; i++) {
		struct naming_effect effect;

		MUST(store_begin(&u->cx, u->store));
		MUST(naming_undo(
			&u->cx, u->store, p->bare->user_id, p->things[i].thing_id, &effect));
		MUST(store_end(&u->cx, u->store, OK));
	}
}

/*
 * Plays as lines, in the order of their items and times. Without the time of
 * the last report and the furthest place: of ticks that a server made up, or
 * that told nothing new, only the newest is kept, and those times are theirs.
 */
static int compare_lines(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *plays_text(struct unit *u, int64_t user_id)
{
	size_t count;
	const struct play *plays = plays_of(u, user_id, &count);
	const char **lines = arena_array(&u->arena, count + 1, sizeof(*lines));
	const char *text = "";

	for (size_t i = 0; i < count; i++)
		lines[i] = arena_printf(&u->arena,
			"%s %s=%s s%d e%d %s share=%" PRId64 " at=%" PRId64 " of=%" PRId64
			" started=%" PRId64 " completed=%" PRId64,
			kind_name(plays[i].kind), catalog_name(plays[i].ids.list[0].source),
			plays[i].ids.list[0].value, plays[i].season, plays[i].episode,
			state_name(plays[i].state), plays[i].share, plays[i].position_ms,
			plays[i].duration_ms, plays[i].started_ms, plays[i].completed_ms);
	qsort(lines, count, sizeof(*lines), compare_lines);
	for (size_t i = 0; i < count; i++)
		text = arena_join(&u->arena, text, "\n", lines[i]);
	return text;
}

static void check_pair(struct unit *u, const struct pair *p)
{
	const char *want = plays_text(u, p->named->user_id);

	is_text("before", "plays", plays_text(u, p->bare->user_id), "");
	name_all(u, p);
	is_text("named", "plays", plays_text(u, p->bare->user_id), want);
	undo_all(u, p);
	is_text("undone", "plays", plays_text(u, p->bare->user_id), "");
	name_all(u, p);
	is_text("named again", "plays", plays_text(u, p->bare->user_id), want);
}

/* ---- evenings ---- */

struct evening {
	char path[300];
	struct unit *u;
};

static const char *account_of(struct unit *u, const char *path)
{
	struct arena_mark mark = arena_mark(&u->arena);
	struct bytes body = read_body(u, path);
	struct message m = first_message(&u->cx, provider_sink("jellyfin"), body.at, body.length);
	static char name[100];

	snprintf(name, sizeof(name), "%s", m.user ? m.user : "");
	arena_rewind(&u->arena, mark);
	return *name ? name : NULL;
}

/* The accounts that the steps name, or the one of the bodies. */
static size_t add_pairs(struct unit *u, const char *path, struct json_object *steps,
	struct json_object *expected, struct pair pairs[4])
{
	const char *names[4] = { NULL };
	size_t count = 0;

	for (size_t i = 0; i < json_object_array_length(steps); i++) {
		struct json_object *step = json_object_array_get_idx(steps, i);
		const char *name = get(expected, "people")
					   ? get_text(step, "account")
					   : account_of(u, arena_join(&u->arena, path, "/",
								   get_text(step, "file")));
		bool is_known = !name || (count > 0 && !get(expected, "people"));

		for (size_t n = 0; n < count; n++)
			is_known |= strcmp(names[n], name) == 0;
		if (!is_known)
			names[count++] = arena_strdup(&u->arena, name);
		assert_true(count < 4);
	}
	for (size_t n = 0; n < count; n++)
		pairs[n] = add_pair(u, get(expected, "everybody") ? NULL : names[n]);
	return count;
}

static void test_evening(void **state)
{
	const struct evening *e = *state;
	struct unit *u = e->u;
	struct json_object *steps = json_object_from_file(
				   arena_join(&u->arena, e->path, "/", "steps.json")),
			   *expected = json_object_from_file(
				   arena_join(&u->arena, e->path, "/", "expected.json"));
	struct pair pairs[4];
	size_t count = add_pairs(u, e->path, steps, expected, pairs);

	assert_true(count > 0);
	for (size_t i = 0; i < json_object_array_length(steps); i++) {
		struct json_object *step = json_object_array_get_idx(steps, i);
		struct arena_mark mark = arena_mark(&u->arena);
		struct bytes body =
			read_body(u, arena_join(&u->arena, e->path, "/", get_text(step, "file")));

		u->cx.now_ms += llround(json_object_get_double(get(step, "after_s")) * 1000);
		for (size_t p = 0; p < count; p++)
			send(u, &pairs[p], body);
		arena_rewind(&u->arena, mark);
	}
	u->cx.now_ms += 86400000;
	for (size_t p = 0; p < count; p++)
		check_pair(u, &pairs[p]);
	is_sound(u);
	json_object_put(steps);
	json_object_put(expected);
}

static int setup_evening(void **state)
{
	struct evening *e = *state;
	void *unit = NULL;

	if (unit_setup_store(&unit) != 0)
		return -1;
	e->u = unit;
	return 0;
}

static int teardown_evening(void **state)
{
	struct evening *e = *state;
	void *unit = e->u;

	return unit_teardown(&unit);
}

/* ---- random evenings ---- */

enum { RANDOM_EVENINGS = 200, STEPS_MAX = 25, RUNTIME_S = 6000, TICKS_PER_S = 10000000 };

/*
 * Anything that a player may do, and what its server may say of it. One player:
 * ticks of two that play the same thing at once fold into one run.
 */
static const char *random_body(struct unit *u, struct lcg *g, int64_t *place)
{
	static const char *const events[] = { "Progress", "Progress", "Progress", "Progress",
		"Pause", "Resume", "Stop", "Play", "Scrobble", "MarkPlayed" };
	const char *event = events[lcg_below(g, (int64_t)NELEM(events))];
	int64_t kept = *place;

	if (lcg_below(g, 4) == 0)
		*place = lcg_below(g, RUNTIME_S + 1);
	if (lcg_below(g, 3) > 0)
		kept = *place;
	return arena_printf(&u->arena,
		"{\"Event\":\"%s\",\"Item\":{\"Id\":\"1\",\"Type\":\"Movie\",\"Name\":\"Some Film\","
		"\"RunTimeTicks\":%" PRId64 ",\"ProviderIds\":{\"Tmdb\":\"603\"},\"UserData\":{"
		"\"PlaybackPositionTicks\":%" PRId64 ",\"Played\":%s}},\"Session\":{\"Id\":\"%s\","
		"\"PlayState\":{\"PositionTicks\":%" PRId64 ",\"IsPaused\":%s}},"
		"\"User\":{\"Name\":\"a\",\"Id\":\"u\"}}",
		event, (int64_t)RUNTIME_S * TICKS_PER_S, kept * TICKS_PER_S,
		lcg_below(g, 6) == 0 ? "true" : "false", "tv", *place * TICKS_PER_S,
		strcmp(event, "Pause") == 0 ? "true" : "false");
}

static void random_evening(struct unit *u, struct lcg *g)
{
	static const int64_t pauses[] = { 1, 10, 10, 30, 120, 700 };
	struct pair p = add_pair(u, NULL);
	int64_t place = 0, steps = 1 + lcg_below(g, STEPS_MAX);

	for (int64_t i = 0; i < steps; i++) {
		int64_t after = pauses[lcg_below(g, (int64_t)NELEM(pauses))];
		const char *body;

		u->cx.now_ms += after * 1000;
		place = place + after < RUNTIME_S ? place + after : RUNTIME_S;
		body = random_body(u, g, &place);
		send(u, &p, (struct bytes){ body, strlen(body) });
	}
	u->cx.now_ms += 86400000;
	check_pair(u, &p);
}

static void test_random_evenings(void **state)
{
	const struct evening *e = *state;
	struct unit *u = e->u;
	struct lcg g = { 21 };

	for (int i = 0; i < RANDOM_EVENINGS; i++) {
		struct arena_mark mark = arena_mark(&u->arena);

		random_evening(u, &g);
		arena_rewind(&u->arena, mark);
	}
}

static struct CMUnitTest tests[EVENINGS_MAX];
static struct evening evenings[EVENINGS_MAX];
static size_t count;

static void add_tests(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		struct evening *e = &evenings[count];
		char steps[400];

		snprintf(e->path, sizeof(e->path), "%s/%.200s", folder, entry->d_name);
		snprintf(steps, sizeof(steps), "%s/steps.json", e->path);
		/* A Video is a film only by its ids. */
		if (strcmp(entry->d_name, "jellyfin-06-version-is-of-type-video") == 0)
			continue;
		if (entry->d_name[0] == '.' || access(steps, R_OK) != 0)
			continue;
		ASSERT(count + 1 < EVENINGS_MAX);
		tests[count++] = (struct CMUnitTest){ e->path, test_evening, setup_evening,
			teardown_evening, e };
	}
	if (dir)
		closedir(dir);
}

int main(void)
{
	add_tests(FIXTURES "jellyfin-real/sequences");
	add_tests(FIXTURES "field");
	if (count == 0)
		return 1;
	tests[count] = (struct CMUnitTest){ "random evenings", test_random_evenings, setup_evening,
		teardown_evening, &evenings[count] };
	count++;
	return _cmocka_run_group_tests("naming", tests, count, people_group_setup, NULL);
}
