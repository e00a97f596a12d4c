/* SPDX-License-Identifier: MIT */
#include "shared/store/delta.h"

#include "tests/unit/unit.h"

static struct bytes bytes(const char *text)
{
	return (struct bytes){ text, strlen(text) };
}

static bool is_same(struct bytes a, struct bytes b)
{
	return a.length == b.length && memcmp(a.at, b.at, a.length) == 0;
}

/* The length of the patch in bytes, or 0 when none could be made. */
static size_t there_and_back(struct unit *u, struct bytes from, struct bytes to)
{
	struct bytes patch, back;

	if (!delta_make(&u->arena, from, to, &patch))
		return 0;
	assert_true(patch.length <= PATCH_MAX);
	assert_true(delta_apply(&u->arena, from, patch, &back));
	if (!is_same(back, to))
		fail_msg("\"%.*s\" came back as \"%.*s\"", (int)to.length, (const char *)to.at,
			(int)back.length, (const char *)back.at);
	assert_int_equal(((const char *)back.at)[back.length], '\0');
	return patch.length + 1;
}

static void a_patch_restores_the_changed_text(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const char *from, *to;
	} rows[] = {
		/* clang-format off */
		{ "", "" },
		{ "{\"a\":1}", "{\"a\":1}" },
		{ "{\"a\":1}", "{\"a\":2}" },
		{ "{\"a\":1}", "{\"a\":12345}" },
		{ "{\"a\":12345}", "{\"a\":1}" },
		{ "{\"a\":1,\"long enough to be told apart\":\"x\",\"b\":2}",
		  "{\"a\":10,\"long enough to be told apart\":\"x\",\"b\":20}" },
		{ "{\"a\":\"x,y}z\",\"the rest is as it was\":[1,2,3]}",
		  "{\"a\":\"u,vw}\",\"the rest is as it was\":[1,2,3]}" },
		{ "{\"a\":true,\"the rest is as it was\":[1,2,3]}",
		  "{\"a\":null,\"the rest is as it was\":[1,2,3]}" },
		{ "1", "2" }, { "", "2" }, { "1", "" },
		/* clang-format on */
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++)
		if (there_and_back(u, bytes(r->from), bytes(r->to)) == 0)
			fail_msg("\"%s\" to \"%s\": no patch", r->from, r->to);
}

static void dissimilar_texts_have_no_patch(void **state)
{
	struct unit *u = *state;
	static const char from[] = "{\"Event\":\"Stop\",\"Item\":{\"Name\":\"Heat\",\"Id\":\"1\"},"
				   "\"x\":[1,2,3,4,5,6,7,8,9,10],\"User\":{\"Name\":\"alice\"}}";
	static const char to[] = "[{\"lot\":\"movie\",\"identifier\":603,\"progress\":4},5,6,"
				 "{\"a\":[true,false,null,\"these are other values\"]},7,8,9,0]";

	assert_int_equal(there_and_back(u, bytes(from), bytes(to)), 0);
}

/* A patch over the limit is not made. */
static void a_patch_has_a_limit(void **state)
{
	struct unit *u = *state;
	static const char head[] = "{\"title\":\"", tail[] = "\",\"rest\":1}";
	char longer[PATCH_MAX + 100];

	for (size_t length = PATCH_MAX - 60; length <= PATCH_MAX + 20; length += 5) {
		size_t at = sizeof(head) - 1;
		size_t told;

		memcpy(longer, head, at);
		memset(longer + at, 'x', length);
		memcpy(longer + at + length, tail, sizeof(tail));
		told = there_and_back(u, bytes("{\"title\":\"\",\"rest\":1}"), bytes(longer));
		if (length < PATCH_MAX - 40)
			assert_true(told > length);
		if (length > PATCH_MAX)
			assert_int_equal(told, 0);
	}
}

/* Whatever the file holds: no byte from elsewhere, and none past the end. */
static void a_damaged_patch_is_refused_or_harmless(void **state)
{
	struct unit *u = *state;
	struct bytes from = bytes("{\"a\":1,\"and more of it\":[1,2,3]}");
	struct bytes to = bytes("{\"a\":2345,\"and more of it\":[1,2,3]}");
	struct bytes patch, back;
	unsigned char bad[PATCH_MAX];
	int refused = 0;

	assert_true(delta_make(&u->arena, from, to, &patch));
	for (size_t at = 0; at < patch.length; at++)
		for (unsigned value = 0; value < 256; value++) {
			memcpy(bad, patch.at, patch.length);
			bad[at] = (unsigned char)value;
			refused += !delta_apply(
				&u->arena, from, (struct bytes){ bad, patch.length }, &back);
			arena_reset(&u->arena);
			assert_true(delta_make(&u->arena, from, to, &patch));
		}
	assert_true(refused > 1000);
	for (size_t length = 1; length < patch.length; length++)
		assert_false(
			delta_apply(&u->arena, from, (struct bytes){ patch.at, length }, &back));
	assert_true(delta_apply(
		&u->arena, (struct bytes){ NULL, 0 }, (struct bytes){ NULL, 0 }, &back));
	/* From another, shorter text. */
	assert_false(delta_apply(&u->arena, bytes("{}"), patch, &back));
}

/* A film of two hours, as a player reports it. */
static void ticks_of_a_film_take_few_bytes(void **state)
{
	struct unit *u = *state;
	struct lcg g = { .state = 20261122 };
	const char *first = NULL;

	for (int tick = 0; tick < 2000; tick++) {
		double share = (double)tick / 20.0 + 1e-4 * (tick % 7);
		char *body = arena_printf(&u->arena,
			"{\"Event\":\"Progress\",\"Item\":{\"Name\":\"Heat\","
			"\"UserData\":{\"PlayedPercentage\":%.*g,"
			"\"PlaybackPositionTicks\":%d0000000,\"PlayCount\":%d},"
			"\"People\":[{\"Name\":\"A\"},{\"Name\":\"B\"}]},"
			"\"Session\":{\"PlayState\":{\"PositionTicks\":%d%07d,"
			"\"IsPaused\":%s},\"LastActivityDate\":"
			"\"2026-11-22T20:%02d:%02d.%dZ\",\"Id\":\"x\"}}",
			(int)lcg_below(&g, 15) + 3, share, tick / 10, tick / 1000, tick,
			tick % 9999999, tick % 5 ? "false" : "true", tick / 60 % 60, tick % 60,
			tick % 977);
		size_t told;

		if (!first)
			first = body;
		told = there_and_back(u, bytes(first), bytes(body));
		if (told == 0 || told > 250)
			fail_msg("%zu bytes for %s", told, body);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(a_patch_restores_the_changed_text),
		UNIT_TEST(dissimilar_texts_have_no_patch),
		UNIT_TEST(a_patch_has_a_limit),
		UNIT_TEST(a_damaged_patch_is_refused_or_harmless),
		UNIT_TEST(ticks_of_a_film_take_few_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
