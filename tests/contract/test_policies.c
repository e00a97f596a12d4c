/* SPDX-License-Identifier: MIT */
/*
 * Each policy of an integration, and each evening of the fixtures: the plays
 * that must stand at the end. What a table below does not name ends as without
 * a policy.
 */
#include "tests/contract/contract.h"

#include "shared/progress/policy.h"

#include <dirent.h>

static const char *const policies[] = {
	NULL,
	"movie_complete_percent=8000 show_complete_percent=8000",
	"minutes_left=10",
	"rewatch=1",
	"half_watched=1",
	"credits_percent=8500",
	"unmark_takes_back=1",
	"snooze_until=253402300799000",
};
enum { POLICIES = NELEM(policies), EVENINGS_MAX = 100 };

/* Completed and open plays, oldest first: "CCo". */
struct exception {
	const char *evening;
	enum policy_name policy; /* the first that is set */
	const char *plays;
};

/* clang-format off */
static const struct exception exceptions[] = {
	/* Left between 80 and 95 %. */
	{ "out-of-order-ticks",                    POLICY_MOVIE_COMPLETE, "C" },
	{ "04c-stop-at-91-told",                   POLICY_MOVIE_COMPLETE, "C" },
	{ "jellyfin-05-server-plays-on-alone",     POLICY_MOVIE_COMPLETE, "C" },
	{ "longer-version-10.11",                  POLICY_MOVIE_COMPLETE, "C" },
	{ "stopped-at-91-12",                      POLICY_MOVIE_COMPLETE, "C" },
	{ "vanished-episode-10.10",                POLICY_MOVIE_COMPLETE, "C" },
	/* Less than ten minutes were left; of the films above, more. */
	{ "04c-stop-at-91-told",                   POLICY_MINUTES_LEFT, "C" },
	{ "jellyfin-05-server-plays-on-alone",     POLICY_MINUTES_LEFT, "C" },
	{ "vanished-episode-10.10",                POLICY_MINUTES_LEFT, "C" },
	/* Begun once more, or watched twice: once is recorded. */
	{ "rewatch",                               POLICY_REWATCH, "C" },
	{ "39b-again-and-a-late-tick",             POLICY_REWATCH, "C" },
	{ "jellyfin-03-server-ticks-other-version", POLICY_REWATCH, "C" },
	{ "rewatch-10.11",                         POLICY_REWATCH, "C" },
	{ "watched-twice-12",                      POLICY_REWATCH, "C" },
	/* A film in some seconds: nobody has watched it. */
	{ "full-viewing",                          POLICY_HALF_WATCHED, "o" },
	{ "stop-twice",                            POLICY_HALF_WATCHED, "o" },
	{ "late-tick-after-stop",                  POLICY_HALF_WATCHED, "o" },
	{ "scrobble-then-stop",                    POLICY_HALF_WATCHED, "o" },
	{ "rewatch",                               POLICY_HALF_WATCHED, "o" },
	{ "seek-to-the-end-10.11",                 POLICY_HALF_WATCHED, "o" },
	/* Marked, and the mark taken back at the end. */
	{ "mark-after-partial",                    POLICY_TAKE_BACK, "" },
};
/* clang-format on */

static const char *plays_text(struct unit *u, int64_t user_id)
{
	size_t count;
	const struct play *plays = plays_of(u, user_id, &count);
	char *text = arena_alloc(&u->arena, count + 1);

	for (size_t i = 0; i < count; i++)
		text[count - 1 - i] = plays[i].state == PLAY_COMPLETED ? 'C' : 'o';
	return text;
}

static enum policy_name first_of(const char *policy)
{
	struct policy set;
	int i = 0;

	policy_read(policy ? policy : "", &set);
	while (i < POLICY__COUNT && set.value[i] == UNSAID)
		i++;
	return (enum policy_name)i;
}

static const char *stated(const char *evening, const char *policy, const char *usual)
{
	enum policy_name which = first_of(policy);

	if (which == POLICY_SNOOZE_UNTIL)
		return "";
	for (size_t i = 0; i < NELEM(exceptions); i++)
		if (strcmp(exceptions[i].evening, evening) == 0 && exceptions[i].policy == which)
			return exceptions[i].plays;
	return usual;
}

/* A person for each policy, who listens to one account. */
static void add_people(struct unit *u, const char *account, const struct integration *out[POLICIES])
{
	for (size_t i = 0; i < POLICIES; i++) {
		int64_t user_id = add_user(u, arena_printf(&u->arena, "person%zu", i));
		struct integration *row = arena_alloc(&u->arena, sizeof(*row));
		struct policy *policy = arena_alloc(&u->arena, sizeof(*policy));

		*row = *add_integration(u, user_id, "jellyfin", account);
		policy_read(policies[i] ? policies[i] : "", policy);
		row->policy = policies[i] ? policy : NULL;
		out[i] = row;
	}
}

static void check(struct unit *u, const char *evening, const struct integration *const of[POLICIES])
{
	const char *usual = plays_text(u, of[0]->user_id);
	int wrong = 0;

	for (size_t i = 1; i < POLICIES; i++) {
		const char *got = plays_text(u, of[i]->user_id);
		const char *want = stated(evening, policies[i], usual);

		if (strcmp(got, want) == 0)
			continue;
		wrong++;
		print_error("%s, %s: \"%s\", expected \"%s\"\n", evening, policies[i], got, want);
	}
	assert_int_equal(wrong, 0);
	is_sound(u);
}

static void spend(
	struct unit *u, const char *folder, const char *evening, struct json_object *steps)
{
	const struct integration *of[POLICIES] = { NULL };
	struct message m;

	for (size_t i = 0; i < json_object_array_length(steps); i++) {
		struct json_object *step = json_object_array_get_idx(steps, i), *after;
		struct bytes body = read_body(
			u, arena_printf(&u->arena, "%s%s", folder, get_text(step, "file")));

		after = get(step, "after_s");
		u->cx.now_ms += after ? llround(json_object_get_double(after) * 1000) : 1000;
		if (i == 0) {
			m = first_message(&u->cx, provider_sink("jellyfin"), body.at, body.length);
			add_people(u, m.user, of);
		}
		for (size_t p = 0; p < POLICIES; p++)
			deliver(u, of[p], body, &m);
	}
	check(u, evening, of);
}

/* ---- the tests, one for each evening ---- */

struct evening {
	const char *name, *folder;
	struct json_object *steps;
	struct unit *u;
};
static struct CMUnitTest tests[EVENINGS_MAX];
static struct evening evenings[EVENINGS_MAX];
static size_t evening_count;

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

static void test_evening(void **state)
{
	const struct evening *e = *state;

	spend(e->u, e->folder, e->name, e->steps);
}

static void add_evening(const char *name, const char *folder, struct json_object *steps)
{
	struct evening *e = &evenings[evening_count];

	ASSERT(evening_count < EVENINGS_MAX);
	*e = (struct evening){ .name = name, .folder = folder, .steps = steps };
	tests[evening_count++] = (struct CMUnitTest){
		.name = name,
		.test_func = test_evening,
		.setup_func = setup_evening,
		.teardown_func = teardown_evening,
		.initial_state = e,
	};
}

static void add_folder(struct arena *a, const char *path)
{
	struct dirent **found;
	int count = scandir(path, &found, NULL, alphasort);

	ASSERT(count > 0);
	for (int i = 0; i < count; i++) {
		const char *folder = arena_printf(a, "%s%s/", path, found[i]->d_name);
		const char *steps = arena_join(a, folder, "", "steps.json");

		if (found[i]->d_name[0] != '.' && access(steps, R_OK) == 0)
			add_evening(arena_printf(a, "%s", found[i]->d_name), folder,
				json_object_from_file(steps));
		free(found[i]);
	}
	free(found);
}

int main(void)
{
	struct json_object *root = read_expectations(FIXTURES "jellyfin/sequences.json");
	struct json_object *list = root ? get(root, "sequences") : NULL;
	struct arena a;
	int failed;

	arena_init(&a, MIB(1));
	for (size_t i = 0; list && i < json_object_array_length(list); i++) {
		struct json_object *sequence = json_object_array_get_idx(list, i);

		add_evening(
			get_text(sequence, "name"), FIXTURES "jellyfin/", get(sequence, "steps"));
	}
	add_folder(&a, FIXTURES "field/");
	add_folder(&a, FIXTURES "jellyfin-real/sequences/");
	failed =
		_cmocka_run_group_tests("policies", tests, evening_count, people_group_setup, NULL);
	for (size_t i = 0; i < evening_count; i++)
		if (strstr(evenings[i].folder, "jellyfin/") == NULL)
			json_object_put(evenings[i].steps);
	json_object_put(root);
	arena_finish(&a);
	return failed;
}
