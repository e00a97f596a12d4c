/* SPDX-License-Identifier: MIT */
/*
 * However reports are split into rounds, they lead to the same rows: those that
 * were recorded on running servers and those from the field, evening after
 * evening, of two people side by side.
 */
#include "shared/store/round.h"
#include "tests/contract/contract.h"
#include "tests/unit/dump.h"

enum { REPORTS_MAX = 2000, EVENINGS_MAX = 100, PEOPLE = 2, NAME = 200 };

struct past {
	struct unit *u;
	const struct integration *to[PEOPLE];
	struct incoming list[REPORTS_MAX];
	size_t count;
	int64_t at_ms;
};

static struct bytes read_file(struct unit *u, const char *path)
{
	static char text[BODY_MAX];
	FILE *file = fopen(path, "rb");
	struct bytes body;
	char *copy;

	if (!file)
		fail_msg("%s: %s", path, strerror(errno));
	body.length = fread(text, 1, sizeof(text), file);
	fclose(file);
	copy = arena_alloc(&u->arena, body.length + 1);
	memcpy(copy, text, body.length);
	body.at = copy;
	return body;
}

static void add_step(struct past *p, const char *folder, struct json_object *step)
{
	struct unit *u = p->u;
	const char *path = arena_join(&u->arena, folder, "/", get_text(step, "file"));
	struct message *m = arena_alloc(&u->arena, sizeof(*m));
	struct bytes body = read_file(u, path);

	p->at_ms += (int64_t)(json_object_get_double(get(step, "after_s")) * 1000);
	*m = first_message(&u->cx, provider_sink("jellyfin"), body.at, body.length);
	for (size_t i = 0; i < PEOPLE; i++) {
		ASSERT(p->count < REPORTS_MAX);
		p->list[p->count++] = (struct incoming){
			.integration = p->to[i], .message = m, .received_ms = p->at_ms, .body = body
		};
	}
}

static void add_evening(struct past *p, const char *folder)
{
	struct json_object *steps =
		read_expectations(arena_join(&p->u->arena, folder, "/", "steps.json"));

	assert_non_null(steps);
	for (size_t i = 0; i < json_object_array_length(steps); i++)
		add_step(p, folder, json_object_array_get_idx(steps, i));
	json_object_put(steps);
	p->at_ms += 3600000;
}

static int compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* In the order of their names, so that a failure can be repeated. */
static size_t add_evenings(struct past *p, const char *folder)
{
	static char names[EVENINGS_MAX][NAME];
	struct arena *a = &p->u->arena;
	DIR *dir = opendir(folder);
	struct dirent *entry;
	size_t count = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir))) {
		const char *path = arena_join(a, folder, "/", entry->d_name);

		if (entry->d_name[0] == '.' ||
			access(arena_join(a, path, "/", "steps.json"), R_OK) != 0)
			continue;
		ASSERT(count < EVENINGS_MAX);
		snprintf(names[count++], NAME, "%s", path);
	}
	closedir(dir);
	qsort(names, count, NAME, compare);
	for (size_t i = 0; i < count; i++)
		add_evening(p, names[i]);
	return count;
}

/* The reasons that rounds of that length lead to, in `to`; the rows. */
static struct rows run_past(struct past *p, size_t length, enum reason to[])
{
	struct unit *u = p->u;
	struct verdict *verdicts = arena_array(&u->arena, p->count, sizeof(*verdicts));
	struct rows rows;

	MUST(store_begin(&u->cx, u->store));
	for (size_t done = 0; done < p->count; done += length) {
		size_t left = p->count - done;

		MUST(receive_messages(&u->cx, u->store, p->list + done,
			left < length ? left : length, verdicts + done));
	}
	for (size_t i = 0; i < p->count; i++)
		to[i] = verdicts[i].reason;
	rows = rows_of(u);
	store_rollback(u->store);
	return rows;
}

static void any_split_into_rounds_leads_to_the_same_rows(void **state)
{
	static const size_t lengths[] = { 2, 3, 5, 16, 64, 255, ROUND_REPORTS };
	static enum reason alone[REPORTS_MAX], together[REPORTS_MAX];
	struct unit *u = *state;
	struct past *p = arena_alloc(&u->arena, sizeof(*p));
	struct rows want;

	p->u = u;
	p->at_ms = UNIT_NOW;
	for (size_t i = 0; i < PEOPLE; i++)
		p->to[i] = add_integration(u, add_user(u, i ? "bob" : "alice"), "jellyfin", NULL);
	assert_true(add_evenings(p, FIXTURES "jellyfin-real/sequences") > 10);
	assert_true(add_evenings(p, FIXTURES "field") > 10);
	u->cx.now_ms = p->at_ms;
	want = run_past(p, 1, alone);
	assert_true(want.count > p->count / 4);
	for (size_t i = 0; i < NELEM(lengths); i++) {
		struct arena_mark mark = arena_mark(&u->arena);
		const char *where = arena_printf(&u->arena, "rounds of %zu", lengths[i]);
		struct rows got = run_past(p, lengths[i], together);

		for (size_t k = 0; k < p->count; k++)
			is_text(where, "reason", reason_name(together[k]), reason_name(alone[k]));
		are_same_rows(where, &got, &want);
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
