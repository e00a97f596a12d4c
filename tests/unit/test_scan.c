/* SPDX-License-Identifier: MIT */
#include "shared/json/scan.h"

#include "tests/json_oracle.h"
#include "tests/json_reference.h"
#include "tests/roads.h"
#include "tests/unit/unit.h"

/* A literal with its length, which may hold a NUL. */
#define BYTES(literal) literal, sizeof(literal) - 1

struct bytes_row {
	const char *text;
	size_t length;
};

static const struct bytes_row good[] = {
	/* clang-format off */
	{ BYTES("{}") }, { BYTES("[]") }, { BYTES("\"\"") },
	{ BYTES("0") }, { BYTES("-0") }, { BYTES("10") },
	{ BYTES("-1.50") }, { BYTES("0.0e-0") }, { BYTES("1E+400") },
	{ BYTES("123456789012345678901234567890") },
	{ BYTES("true") }, { BYTES("false") }, { BYTES("null") },
	{ BYTES(" \t\r\n1 \t\r\n") },
	{ BYTES("{\"\":\"\"}") },
	{ BYTES("{ \"a\" : [ 1 , 2 ] , \"a\" : { } }") },
	{ BYTES("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\"") },
	{ BYTES("\"\\u0000\"") },
	{ BYTES("\"123456\x7f\"") },
	{ BYTES("\"1234567\xc3\xa9\xe5\x8d\x83\xf0\x9f\x93\xb1\"") },
	/* clang-format on */
};

static const struct bytes_row bad[] = {
	/* clang-format off */
	{ BYTES("") }, { BYTES(" ") }, { BYTES("\0") }, { BYTES("{}\0") },
	{ BYTES("{") }, { BYTES("[") }, { BYTES("]") }, { BYTES("}") },
	{ BYTES("[}") }, { BYTES("{]") }, { BYTES("[1") }, { BYTES("[1 ") },
	{ BYTES("[1,") }, { BYTES("[1,]") }, { BYTES("[,1]") },
	{ BYTES("[1,,2]") }, { BYTES("[1 2]") }, { BYTES("[1:2]") },
	{ BYTES("{,}") }, { BYTES("{\"a\"") }, { BYTES("{\"a\":") },
	{ BYTES("{\"a\":1") }, { BYTES("{\"a\":1,}") },
	{ BYTES("{\"a\":1,\"b\"}") }, { BYTES("{\"a\"=1}") },
	{ BYTES("{\"a\"::1}") }, { BYTES("{\"a\":}") }, { BYTES("{1:1}") },
	{ BYTES("{a:1}") }, { BYTES("{'a':1}") }, { BYTES("{\"a\":'b'}") },
	{ BYTES("{} {}") }, { BYTES("1 2") }, { BYTES("\"a\"b") },
	{ BYTES("01") }, { BYTES("-01") }, { BYTES("-") }, { BYTES("+1") },
	{ BYTES("1.") }, { BYTES(".1") }, { BYTES("1e") }, { BYTES("1e+") },
	{ BYTES("1.e1") }, { BYTES("0x1") }, { BYTES("1_0") },
	{ BYTES("- 1") }, { BYTES("NaN") }, { BYTES("-Infinity") },
	{ BYTES("True") }, { BYTES("tru") }, { BYTES("truee") },
	{ BYTES("nul") }, { BYTES("/**/1") }, { BYTES("1//") },
	{ BYTES("\"") }, { BYTES("\"a") }, { BYTES("\"\\") },
	{ BYTES("\"\\\"") }, { BYTES("\"\\x\"") }, { BYTES("\"\\u12\"") },
	{ BYTES("\"\\u12g4\"") }, { BYTES("\"\\U1234\"") },
	{ BYTES("\"\\\0\"") }, { BYTES("\"a\0b\"") }, { BYTES("\"\n\"") },
	{ BYTES("\"1234567\n\"") }, { BYTES("\"12345678\x1f\"") },
	{ BYTES("\"\xff\"") }, { BYTES("\"\xc0\x80\"") },
	{ BYTES("\"\xed\xa0\x80\"") }, { BYTES("\"\xc3\"") },
	{ BYTES("\"1234567\xe5\x8d\"") }, { BYTES("\xef\xbb\xbf{}") },
	{ BYTES("{\"\xff\":1}") }, { BYTES("\xc2\xa0{}") },
	/* clang-format on */
};

/* As a member that is left out, the text is checked as if it were kept. */
static void is_checked_alike(struct unit *u, const char *member, size_t member_length)
{
	static const char *const none[] = { NULL };
	struct scan all = { .arena = &u->arena, .values_max = SIZE_MAX };
	struct scan bare = { .arena = &u->arena, .keys = none, .values_max = SIZE_MAX };
	size_t length = member_length + 6;
	char *text = arena_alloc(&u->arena, length + 1);
	bool is_json;

	memcpy(text, "{\"x\":", 5);
	memcpy(text + 5, member, member_length);
	text[length - 1] = '}';
	is_json = scan_text(&all, text, length);
	if (scan_text(&bare, text, length) != is_json)
		fail_msg("\"%s\": without its values the scan says %d", text, !is_json);
	if (is_json)
		return;
	is_text(text, "what is wrong", bare.wrong, all.wrong);
	is_i64(text, "where", (int64_t)bare.at, (int64_t)all.at);
}

/* The verdict of the scan, compared with that of the reference. */
static bool says(struct unit *u, const char *bytes, size_t length)
{
	struct scan scan = { .values_max = SIZE_MAX };
	char *text = arena_strndup(&u->arena, bytes, length);
	bool is_json = scan_text(&scan, text, length);
	size_t values;

	if (is_json != ref_is_json(text, length, &values))
		fail_msg("\"%s\": the scan says %d", text, is_json);
	if (is_json != !scan.wrong || (!is_json && scan.at > length))
		fail_msg("\"%s\": what is wrong, and where?", text);
	is_checked_alike(u, text, length);
	if (!is_json)
		return false;
	is_i64(text, "values", (int64_t)scan.values, (int64_t)values);
	if (!oracle_agrees(&u->arena, text, length))
		fail_msg("\"%s\": json-c reads something else", text);
	return true;
}

static void the_scan_agrees_with_the_rfc(void **state)
{
	struct unit *u = *state;

	for (size_t i = 0; i < NELEM(good); i++)
		if (!says(u, good[i].text, good[i].length))
			fail_msg("\"%s\" is JSON", good[i].text);
	for (size_t i = 0; i < NELEM(bad); i++)
		if (says(u, bad[i].text, bad[i].length))
			fail_msg("\"%s\" is no JSON", bad[i].text);
}

/* The end of a string depends on which bytes are examined together. */
static void a_fault_is_found_at_every_place(void **state)
{
	struct unit *u = *state;
	static const char *const faults[] = { "\"", "\\", "\n", "\x1f", "\x80", "\xff" };
	char text[40];

	for (size_t at = 1; at < sizeof(text) - 1; at++)
		for (size_t i = 0; i < NELEM(faults); i++) {
			memset(text, 'a', sizeof(text));
			text[0] = text[sizeof(text) - 1] = '"';
			assert_true(says(u, text, sizeof(text)));
			text[at] = *faults[i];
			/*
			 * An escape needs another character behind it; 'a' is
			 * none.
			 */
			assert_false(says(u, text, sizeof(text)));
		}
}

static void the_position_of_an_error_is_reported(void **state)
{
	struct unit *u = *state;
	struct scan scan = { .values_max = SIZE_MAX };
	char *text = arena_strdup(&u->arena, "{\"a\": [1, tru]}");

	assert_false(scan_text(&scan, text, strlen(text)));
	assert_int_equal(scan.at, 10);
	assert_string_equal(scan.wrong, "expected a value");
}

static void depth_has_a_limit(void **state)
{
	struct unit *u = *state;
	char text[2 * SCAN_DEPTH_MAX + 2];

	for (size_t deep = SCAN_DEPTH_MAX; deep <= SCAN_DEPTH_MAX + 1; deep++) {
		memset(text, '[', deep);
		memset(text + deep, ']', deep);
		assert_int_equal(says(u, text, 2 * deep), deep == SCAN_DEPTH_MAX);
	}
}

static void values_have_a_limit(void **state)
{
	struct unit *u = *state;
	static const char *const keys[] = { "a", NULL };
	/* The object, the array, 1, 2, 3; skipped values cost nothing. */
	char *text = arena_strdup(&u->arena, "{\"b\":[7,8,9],\"a\":[1,2,3],\"c\":1}");

	for (size_t max = 4; max <= 5; max++) {
		struct scan scan = { .arena = &u->arena, .keys = keys, .values_max = max };

		assert_int_equal(scan_text(&scan, text, strlen(text)), max == 5);
	}
}

/* ---- what is kept ---- */

/* A tree as text. */
static void put_value(struct buf *b, const struct json_value *value)
{
	bool is_object = value->kind == JSON_OBJECT;
	bool is_string = value->kind == JSON_STRING;

	if (!is_object && value->kind != JSON_ARRAY) {
		buf_puts(b, is_string ? "\"" : "");
		buf_add(b, value->text, value->length);
		buf_puts(b, is_string ? "\"" : "");
		return;
	}
	buf_puts(b, is_object ? "{" : "[");
	for (const struct json_value *v = value->first; v; v = v->next) {
		buf_puts(b, v == value->first ? "" : ",");
		if (is_object)
			buf_addf(b, "\"%.*s\":", (int)v->key_length, v->key);
		put_value(b, v);
	}
	buf_puts(b, is_object ? "}" : "]");
}

static const char *kept(struct unit *u, const char *text)
{
	static const char *const keys[] = { "a", "Item", "Id", NULL };
	struct buf out;
	struct scan scan = { .arena = &u->arena, .keys = keys, .values_max = 1000 };

	buf_init(&out, &u->arena, 1000);
	if (!scan_text(&scan, text, strlen(text)))
		fail_msg("%s: %s", text, scan.wrong);
	put_value(&out, &scan.root);
	assert_false(out.cut);
	return out.text;
}

static void only_requested_values_are_kept(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const char *text, *want;
	} rows[] = {
		/* clang-format off */
		{ "{}", "{}" },
		{ "[ ]", "[]" },
		{ " \"x\" ", "\"x\"" },
		{ "{\"a\" : -1.5e3 }", "{\"a\":-1.5e3}" },
		{ "{\"b\":1}", "{}" },
		{ "{\"b\":1,\"a\":2,\"c\":3}", "{\"a\":2}" },
		{ "{\"a\":1,\"b\":2,\"a\":3}", "{\"a\":1,\"a\":3}" },
		{ "{\"b\":{\"a\":1},\"a\":{\"b\":1,\"Id\":[{\"b\":1},{\"a\":2}]}}",
		  "{\"a\":{\"Id\":[{},{\"a\":2}]}}" },
		{ "[{\"b\":1},2,[{\"Id\":null}]]", "[{},2,[{\"Id\":null}]]" },
		/* A value that ends in a brace does not start an object. */
		{ "{\"a\":\"{\",\"Id\":\"}\"}", "{\"a\":\"{\",\"Id\":\"}\"}" },
		{ "{\"A\":1,\"iD\":2,\"ITEM\":3}", "{\"A\":1,\"iD\":2,\"ITEM\":3}" },
		{ "{\"Ite\":1,\"Items\":2,\"I\":3,\"\":4}", "{}" },
		/* Any key may be requested. */
		{ "{\"\\u0062\":1,\"I\\u0064\":2}", "{\"b\":1,\"Id\":2}" },
		/* clang-format on */
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++)
		is_text(r->text, "kept", kept(u, r->text), r->want);
}

static void escapes_are_replaced(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const char *text, *want;
	} rows[] = {
		/* clang-format off */
		{ "\"a\\\"\\\\\\/\\b\\f\\n\\r\\tz\"", "\"a\"\\/\b\f\n\r\tz\"" },
		{ "\"\\u0041\\u00e9\\u00E9\\u5343\"", "\"A\xc3\xa9\xc3\xa9\xe5\x8d\x83\"" },
		{ "\"\\ud83d\\uDCF1\"", "\"\xf0\x9f\x93\xb1\"" },
		{ "\"\\udbff\\udfff\"", "\"\xf4\x8f\xbf\xbf\"" },
		/* Half a pair stands for nothing. */
		{ "\"\\ud83dx\"", "\"\xef\xbf\xbdx\"" },
		{ "\"\\ud83d\\n\"", "\"\xef\xbf\xbd\n\"" },
		{ "\"\\ud83d\\u0041\"", "\"\xef\xbf\xbd" "A\"" },
		{ "\"\\ud83d\\ud83d\\udcf1\"", "\"\xef\xbf\xbd\xf0\x9f\x93\xb1\"" },
		{ "\"\\udcf1\"", "\"\xef\xbf\xbd\"" },
		{ "\"\\ud83d\"", "\"\xef\xbf\xbd\"" },
		/* clang-format on */
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		is_text(r->text, "text", kept(u, r->text), r->want);
		assert_true(says(u, r->text, strlen(r->text)));
	}
}

/* ---- generated input ---- */

static const char *any(struct lcg *g, const char *const *list, int64_t count)
{
	return list[lcg_below(g, count)];
}
#define ANY(g, list) any(g, list, NELEM(list))

static void make_key(struct lcg *g, struct buf *b)
{
	static const char *const keys[] = { "Event", "Item", "Series", "Session", "PlayState",
		"PositionTicks", "RunTimeTicks", "UserData", "Played", "PlaybackPositionTicks",
		"ProviderIds", "Tmdb", "imdb", "TVDB", "MediaSources", "MediaSourceId", "Id",
		"Name", "Type", "IndexNumber", "ParentIndexNumber", "User", "MediaStreams",
		"People", "lot", "identifier", "progress", "ids", "title", "I\\u0074em",
		"Type\\u0000", "", "\\\"", "position_ms", "duration_ms", "show_season_number" };

	buf_addf(b, "\"%s\":", ANY(g, keys));
}

static void make_scalar(struct lcg *g, struct buf *b)
{
	static const char *const scalars[] = { "null", "true", "false", "0", "-1", "603", "95.5",
		"1e2", "40000000000", "81779200000", "9223372036854775807", "18446744073709551616",
		"1e999", "\"Movie\"", "\"Episode\"", "\"Progress\"", "\"Stop\"", "\"tt0133093\"",
		"\"603\"", "\"\"", "\"\\ud83d\"", "\"\\u0000\"", "\"a\\nb\"", "\"\xe5\x8d\x83\"",
		"\"movie\"", "\"show\"", "\"{[,:]}\"", "\"\\\"\\\\\"" };

	buf_puts(b, ANY(g, scalars));
}

static void make_value(struct lcg *g, struct buf *b, int depth)
{
	int64_t kind = depth == 0 ? 2 : lcg_below(g, 8);
	int64_t count = lcg_below(g, 7);

	if (kind > 1 && depth < 4) {
		make_scalar(g, b);
		return;
	}
	buf_puts(b, kind == 0 ? "[" : "{");
	for (int64_t i = 0; i < count; i++) {
		buf_puts(b, i > 0 ? " , " : "");
		if (kind != 0)
			make_key(g, b);
		make_value(g, b, depth - 1);
	}
	buf_puts(b, kind == 0 ? "]" : "}");
}

static void both_parsers_agree_on_valid_json(void **state)
{
	struct unit *u = *state;
	struct lcg g = { .state = 20261018 };

	for (int round = 0; round < 3000; round++) {
		struct buf b;

		buf_init(&b, &u->arena, MIB(1));
		make_value(&g, &b, 5);
		assert_false(b.cut);
		assert_true(says(u, b.text, b.length));
		for (size_t i = 0; i < provider_count; i++) {
			const struct sink *sink = providers[i]->sink;
			const char *asked, *whole;

			if (!sink)
				continue;
			asked = roads(&u->cx, sink, b.text, b.length, &whole);

			is_text(b.text, "message", asked, whole);
		}
		arena_reset(&u->arena);
	}
}

/* Bytes changed, removed, inserted: rarely still JSON. */
static void both_parsers_agree_on_broken_json(void **state)
{
	struct unit *u = *state;
	static const char spice[] = "{}[]\",:\\/ue01.-+tn \n\t\x80\xc3\x1f";
	struct lcg g = { .state = 7 };
	int still = 0;

	for (int round = 0; round < 20000; round++) {
		struct buf b;
		size_t at;

		buf_init(&b, &u->arena, MIB(1));
		make_value(&g, &b, 5);
		at = (size_t)lcg_below(&g, (int64_t)b.length);
		switch (lcg_below(&g, 3)) {
		case 0:
			b.length = at;
			break;
		case 1:
			memmove(b.text + at, b.text + at + 1, b.length - at);
			b.length--;
			break;
		default:
			b.text[at] = spice[lcg_below(&g, sizeof(spice) - 1)];
		}
		still += says(u, b.text, b.length);
		arena_reset(&u->arena);
	}
	assert_true(still > 100 && still < 19000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(the_scan_agrees_with_the_rfc),
		UNIT_TEST(a_fault_is_found_at_every_place),
		UNIT_TEST(the_position_of_an_error_is_reported),
		UNIT_TEST(depth_has_a_limit),
		UNIT_TEST(values_have_a_limit),
		UNIT_TEST(only_requested_values_are_kept),
		UNIT_TEST(escapes_are_replaced),
		UNIT_TEST(both_parsers_agree_on_valid_json),
		UNIT_TEST(both_parsers_agree_on_broken_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
