/* SPDX-License-Identifier: MIT */
#include "shared/base/buf.h"
#include "shared/json/pretty.h"
#include "shared/json/read.h"
#include "shared/json/scan.h"

#include "tests/unit/unit.h"

static struct json parse_bytes(struct unit *u, const char *text, size_t length)
{
	struct json root;

	is_err(text, &u->cx, json_open(&u->cx, text, length, &root), OK);
	return root;
}

static struct json parse(struct unit *u, const char *text)
{
	return parse_bytes(u, text, strlen(text));
}

/* ---- valid and invalid JSON ---- */

static void invalid_json_is_refused(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const char *text;
		size_t length;
	} rows[] = {
#define ROW(literal) { literal, sizeof(literal) - 1 }
		ROW(""),
		ROW(" "),
		ROW("{"),
		ROW("{\"a\":1"),
		ROW("{\"a\":1}x"),
		ROW("{\"a\":1} {}"),
		ROW("{\"a\":1},"),
		ROW("{\"a\":1}\0"),
		ROW("{\"a\":1}\0{}"),
		ROW("{\"a\"\0:1}"),
		ROW("\0{}"),
		ROW("{a:1}"),
		ROW("{\"a\":1,}"),
		ROW("{\"a\":[1,]}"),
		ROW("{\"a\":}"),
		ROW("{\"a\" 1}"),
		ROW("{/* no */}"),
		ROW("{\"a\":01}"),
		ROW("{\"a\":+1}"),
		ROW("{\"a\":.5}"),
		ROW("{\"a\":tru}"),
		ROW("{\"a\":True}"),
		ROW("{\"a\":\"b}"),
		ROW("{\"a\":\"\\x41\"}"),
		ROW("{\"a\":\"\\u12\"}"),
		ROW("{\"a\":\"\xff\"}"),
		ROW("{\"a\":\"\xc3\"}"),
		ROW("\xef\xbb\xbf{}"),
		ROW("<html></html>"),
#undef ROW
	};

	for (size_t i = 0; i < NELEM(rows); i++) {
		struct json root;
		char *copy = arena_strndup(&u->arena, rows[i].text, rows[i].length);

		is_err(rows[i].text, &u->cx, json_open(&u->cx, copy, rows[i].length, &root),
			ERR_INPUT);
		assert_null(root.value);
		assert_non_null(strstr(u->cx.note, "JSON"));
	}
}

static void surrounding_blanks_are_ignored(void **state)
{
	struct unit *u = *state;
	struct json root = parse(u, " \r\n\t{ \"a\" : 1 } \r\n\t");

	assert_true(json_is_there(root, "a"));
}

static char *nested(struct unit *u, int depth)
{
	char *text = arena_alloc(&u->arena, (size_t)depth * 6 + 10);
	char *at = text;

	for (int i = 0; i < depth; i++, at += 5)
		memcpy(at, "{\"a\":", 5);
	*at++ = '1';
	memset(at, '}', (size_t)depth);
	return text;
}

static void depth_has_a_limit(void **state)
{
	struct unit *u = *state;
	struct json root;
	char *deep;

	root = parse(u, nested(u, SCAN_DEPTH_MAX));
	deep = nested(u, SCAN_DEPTH_MAX + 1);
	is_err("deep", &u->cx, json_open(&u->cx, deep, strlen(deep), &root), ERR_INPUT);
	deep = arena_alloc(&u->arena, 100001);
	memset(deep, '[', 100000);
	is_err("very deep", &u->cx, json_open(&u->cx, deep, 100000, &root), ERR_INPUT);
}

/* ---- getters ---- */

static void an_absent_or_null_value_leaves_the_result_unchanged(void **state)
{
	struct unit *u = *state;
	struct json root = parse(u, "{\"null\": null}");
	static const char *const keys[] = { "absent", "null" };

	for (size_t i = 0; i < NELEM(keys); i++) {
		const char *text = "before", *id = "before", *key = keys[i];
		int64_t number = 7, scaled = 8;
		int small = 9;
		bool yes = true;
		struct range range = { 0, 1 };
		struct json object;

		assert_false(json_is_there(root, key));
		MUST(json_may_str(&u->cx, root, key, 10, &text));
		MUST(json_may_idtext(&u->cx, root, key, &id));
		MUST(json_may_i64(&u->cx, root, key, range, &number));
		MUST(json_may_int(&u->cx, root, key, range, &small));
		MUST(json_may_scaled(&u->cx, root, key, 10, &scaled));
		MUST(json_may_bool(&u->cx, root, key, &yes));
		MUST(json_may_object(&u->cx, root, key, &object));
		assert_string_equal(text, "before");
		assert_string_equal(id, "before");
		assert_int_equal(number, 7);
		assert_int_equal(scaled, 8);
		assert_int_equal(small, 9);
		assert_true(yes);
		assert_null(object.value);
		assert_int_equal(json_length(root, key), 0);
		is_err(key, &u->cx, json_need_str(&u->cx, root, key, 10, &text), ERR_INPUT);
		is_err(key, &u->cx, json_need_object(&u->cx, root, key, &object), ERR_INPUT);
		assert_string_equal(u->cx.field, key);
		assert_string_equal(text, "before");
	}
}

static void a_value_of_another_type_is_wrong(void **state)
{
	struct unit *u = *state;
	struct json root = parse(u, "{\"s\":\"1\",\"i\":1,\"d\":1.5,\"b\":true,\"o\":{},\"a\":[]}");
	static const struct row {
		const char *key;
		bool str, id, i64, scaled, boolean, object;
	} rows[] = {
		/* clang-format off */
		{ .key = "s", .str = true, .id = true },
		{ .key = "i", .id = true, .i64 = true, .scaled = true },
		{ .key = "d", .scaled = true },
		{ .key = "b", .boolean = true },
		{ .key = "o", .object = true },
		{ .key = "a" },
		/* clang-format on */
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		struct range all = { 0, 100 };
		const char *text = "", *key = r->key;
		int64_t number = 0;
		int small = 0;
		bool yes = false;
		struct json o;
#define SAME(call, good)                                                                           \
	u->cx.field[0] = '\0';                                                                     \
	is_err(key, &u->cx, call, (good) ? OK : ERR_INPUT);                                        \
	is_text(key, "field", u->cx.field, (good) ? "" : key)

		SAME(json_may_str(&u->cx, root, key, 10, &text), r->str);
		SAME(json_need_str(&u->cx, root, key, 10, &text), r->str);
		SAME(json_may_idtext(&u->cx, root, key, &text), r->id);
		SAME(json_may_i64(&u->cx, root, key, all, &number), r->i64);
		SAME(json_may_int(&u->cx, root, key, all, &small), r->i64);
		SAME(json_may_scaled(&u->cx, root, key, 1, &number), r->scaled);
		SAME(json_may_bool(&u->cx, root, key, &yes), r->boolean);
		SAME(json_may_object(&u->cx, root, key, &o), r->object);
		SAME(json_need_object(&u->cx, root, key, &o), r->object);
#undef SAME
	}
}

static void a_number_outside_its_range_is_wrong(void **state)
{
	struct unit *u = *state;
	struct json root = parse(u, "{\"low\":-3,\"from\":-2,\"to\":5,\"high\":6,"
				    "\"most\":9223372036854775806,\"least\":-9223372036854775807}");
	struct range range = { -2, 5 }, all = { INT64_MIN, INT64_MAX };
	int64_t n = 77;
	int small = 77;

	is_err("low", &u->cx, json_may_i64(&u->cx, root, "low", range, &n), ERR_INPUT);
	is_err("high", &u->cx, json_may_i64(&u->cx, root, "high", range, &n), ERR_INPUT);
	assert_non_null(strstr(u->cx.expected, "from -2 to 5"));
	is_err("int", &u->cx, json_may_int(&u->cx, root, "high", range, &small), ERR_INPUT);
	is_err("most", &u->cx, json_may_int(&u->cx, root, "most", range, &small), ERR_INPUT);
	assert_int_equal(n, 77);
	assert_int_equal(small, 77);
	MUST(json_may_i64(&u->cx, root, "from", range, &n));
	assert_int_equal(n, -2);
	MUST(json_may_int(&u->cx, root, "to", range, &small));
	assert_int_equal(small, 5);
	MUST(json_may_i64(&u->cx, root, "most", all, &n));
	assert_true(n == INT64_MAX - 1);
	MUST(json_may_i64(&u->cx, root, "least", all, &n));
	assert_true(n == INT64_MIN + 1);
}

/* A clipped number would be wrong. */
static void a_number_beyond_64_bits_is_wrong(void **state)
{
	struct unit *u = *state;
	static const char *const numbers[] = {
		"9223372036854775808",
		"18446744073709551615",
		"18446744073709551616",
		"99999999999999999999999999999999999999999999",
		"-9223372036854775809",
		"-99999999999999999999999999999999999999999999",
	};
	static const struct range ranges[] = {
		{ 0, 1000 },
		{ INT64_MIN, INT64_MAX },
	};

	for (size_t i = 0; i < NELEM(numbers) * NELEM(ranges); i++) {
		const char *number = numbers[i / NELEM(ranges)];
		char *text = arena_printf(&u->arena, "{\"a\":%s}", number);
		struct json root;
		int64_t n = 77;

		/* Refusing the whole body is fine too. */
		if (json_open(&u->cx, text, strlen(text), &root) != OK)
			continue;
		is_err(number, &u->cx,
			json_may_i64(&u->cx, root, "a", ranges[i % NELEM(ranges)], &n), ERR_INPUT);
		assert_int_equal(n, 77);
	}
}

/* A clipped id would be the id of something else. */
static void an_id_beyond_64_bits_is_never_clipped(void **state)
{
	struct unit *u = *state;
	static const char *const numbers[] = {
		"18446744073709551616",
		"99999999999999999999999999999999999999999999",
		"-99999999999999999999999999999999999999999999",
	};

	for (size_t i = 0; i < NELEM(numbers); i++) {
		char *text = arena_printf(&u->arena, "{\"a\":%s}", numbers[i]);
		const char *id = numbers[i];
		struct json root;

		if (json_open(&u->cx, text, strlen(text), &root) != OK)
			continue;
		if (json_may_idtext(&u->cx, root, "a", &id) == OK)
			is_text(numbers[i], "id", id, numbers[i]);
	}
}

static void nan_is_refused(void **state)
{
	struct unit *u = *state;
	static const char *const numbers[] = { "NaN", "Infinity", "-Infinity", "nan", "1e999",
		"-1e999" };

	for (size_t i = 0; i < NELEM(numbers); i++) {
		char *text = arena_printf(&u->arena, "{\"a\":%s}", numbers[i]);
		struct range all = { INT64_MIN, INT64_MAX };
		const char *id = "";
		struct json root;
		int64_t n = 77;

		if (json_open(&u->cx, text, strlen(text), &root) != OK)
			continue;
		is_err(numbers[i], &u->cx, json_may_scaled(&u->cx, root, "a", 10, &n), ERR_INPUT);
		is_err(numbers[i], &u->cx, json_may_i64(&u->cx, root, "a", all, &n), ERR_INPUT);
		is_err(numbers[i], &u->cx, json_may_idtext(&u->cx, root, "a", &id), ERR_INPUT);
		assert_int_equal(n, 77);
	}
}

static void decimals_are_scaled_to_whole_numbers(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const char *number;
		int64_t scaled; /* by 10000 */
	} rows[] = {
		{ "0", 0 },
		{ "2", 20000 },
		{ "2.0", 20000 },
		{ "2.0001", 20001 },
		{ "2.01", 20100 }, /* 20099.999... in binary */
		{ "34.4856", 344856 },
		{ "95.0001", 950001 },
		{ "1e2", 1000000 },
		{ "-1", -10000 },
		{ "-0.5", -5000 },
		{ "0.00001", 0 },
		{ "999999999", 9999999990000 },
	};
	static const char *const wrong[] = { "1e10", "-1e10", "1e300", "9223372036854775807",
		"\"12\"", "true" };

	for (size_t i = 0; i < NELEM(rows) + NELEM(wrong); i++) {
		const char *number = i < NELEM(rows) ? rows[i].number : wrong[i - NELEM(rows)];
		struct json root = parse(u, arena_printf(&u->arena, "{\"a\":%s}", number));
		int64_t n = 77;

		is_err(number, &u->cx, json_may_scaled(&u->cx, root, "a", 10000, &n),
			i < NELEM(rows) ? OK : ERR_INPUT);
		is_i64(number, "scaled", n, i < NELEM(rows) ? rows[i].scaled : 77);
	}
}

/* ---- strings ---- */

static void strings_are_decoded(void **state)
{
	struct unit *u = *state;
	struct json root = parse(u, "{\"a\":\"\\u5343\\u3068 \\ud83d\\udcf1 \\u0022\\u0026\\n\\/\","
				    "\"b\":\"\xe5\x8d\x83\"}");
	const char *text = NULL;

	MUST(json_may_str(&u->cx, root, "a", 100, &text));
	assert_string_equal(text, "\xe5\x8d\x83\xe3\x81\xa8 \xf0\x9f\x93\xb1 \"&\n/");
	MUST(json_need_str(&u->cx, root, "b", 100, &text));
	assert_string_equal(text, "\xe5\x8d\x83"); /* outlives the tree */
}

static void a_string_with_nul_or_invalid_text_is_wrong(void **state)
{
	struct unit *u = *state;
	static const char *const strings[] = {
		"a\\u0000b",
		"\\u0000",
		"a\xed\xa0\x80",
		"\xc0\x80",
		"\xf4\x90\x80\x80",
	};

	for (size_t i = 0; i < NELEM(strings); i++) {
		char *text = arena_printf(&u->arena, "{\"a\":\"%s\"}", strings[i]);
		const char *out = "before";
		struct json root;

		if (json_open(&u->cx, text, strlen(text), &root) != OK)
			continue;
		is_err(text, &u->cx, json_may_str(&u->cx, root, "a", 100, &out), ERR_INPUT);
		is_err(text, &u->cx, json_need_str(&u->cx, root, "a", 100, &out), ERR_INPUT);
		is_err(text, &u->cx, json_may_idtext(&u->cx, root, "a", &out), ERR_INPUT);
		assert_string_equal(out, "before");
	}
}

/* A lone surrogate stands for nothing; the result is always valid text. */
static void a_lone_surrogate_is_dropped(void **state)
{
	struct unit *u = *state;
	static const char *const strings[] = { "\\ud83d", "\\udcf1", "\\ud83d\\ud83d", "x\\ud83dy",
		"\\ud83d\\n" };

	for (size_t i = 0; i < NELEM(strings); i++) {
		char *text = arena_printf(&u->arena, "{\"a\":\"%s\"}", strings[i]);
		const char *out = "before";
		struct json root;

		if (json_open(&u->cx, text, strlen(text), &root) != OK)
			continue;
		if (json_may_str(&u->cx, root, "a", 100, &out) == OK)
			assert_null(strstr(out, "\xed\xa0"));
	}
}

static void a_long_string_is_truncated_or_refused(void **state)
{
	struct unit *u = *state;
	struct json root = parse(u, "{\"a\":\"12345\",\"b\":\"1234\xc3\xa9\","
				    "\"empty\":\"\"}");
	const char *out = "before";

	is_err("need", &u->cx, json_need_str(&u->cx, root, "a", 4, &out), ERR_INPUT);
	is_err("empty", &u->cx, json_need_str(&u->cx, root, "empty", 4, &out), ERR_INPUT);
	assert_string_equal(out, "before");
	MUST(json_need_str(&u->cx, root, "a", 5, &out));
	assert_string_equal(out, "12345");
	MUST(json_may_str(&u->cx, root, "a", 4, &out));
	assert_string_equal(out, "1234");
	MUST(json_may_str(&u->cx, root, "a", 5, &out));
	assert_string_equal(out, "12345");
	MUST(json_may_str(&u->cx, root, "b", 5, &out)); /* not in the middle */
	assert_string_equal(out, "1234");
	MUST(json_may_str(&u->cx, root, "empty", 4, &out));
	assert_string_equal(out, "");
}

static void an_id_may_be_text_or_a_number(void **state)
{
	struct unit *u = *state;
	struct json root = parse(u, "{\"a\":\"tt0133093\",\"b\":603,\"c\":603.0,"
				    "\"e\":-1}");
	const char *out = NULL;

	MUST(json_may_idtext(&u->cx, root, "a", &out));
	assert_string_equal(out, "tt0133093");
	MUST(json_may_idtext(&u->cx, root, "b", &out));
	assert_string_equal(out, "603");
	MUST(json_may_idtext(&u->cx, root, "e", &out));
	assert_string_equal(out, "-1");
	is_err("c", &u->cx, json_may_idtext(&u->cx, root, "c", &out), ERR_INPUT);
}

/* ---- trees ---- */

static void a_path_names_the_location(void **state)
{
	struct unit *u = *state;
	struct json root = parse(u, "{\"a\":{\"b\":[{\"c\":{\"d\":1}},2]}}");
	struct json a, element, c, none;
	struct json_walk walk;
	const char *text;

	MUST(json_need_object(&u->cx, root, "a", &a));
	assert_int_equal(json_length(a, "b"), 2);
	walk = json_walk(&u->cx, a, "b");
	assert_true(json_next(&walk, &element));
	MUST(json_need_object(&u->cx, element, "c", &c));
	is_err("d", &u->cx, json_need_str(&u->cx, c, "d", 10, &text), ERR_INPUT);
	assert_string_equal(u->cx.field, "a.b[0].c.d");
	assert_true(json_next(&walk, &element));
	assert_string_equal(element.path, "a.b[1]");
	assert_false(json_next(&walk, &none));
	MUST(json_may_object(&u->cx, element, "c", &none)); /* 2 has no c */
	assert_null(none.value);
}

static void members_of_an_absent_value_are_absent(void **state)
{
	struct unit *u = *state;
	struct json root = parse(u, "{\"a\":1}"), none, deeper;
	const char *text = "before";

	MUST(json_may_object(&u->cx, root, "none", &none));
	MUST(json_may_object(&u->cx, none, "x", &deeper));
	MUST(json_may_str(&u->cx, deeper, "y", 10, &text));
	assert_string_equal(text, "before");
	assert_false(json_is_there(deeper, "y"));
	assert_int_equal(json_length(deeper, "y"), 0);
	is_err("need", &u->cx, json_need_str(&u->cx, deeper, "y", 10, &text), ERR_INPUT);
	assert_string_equal(u->cx.field, "none.x.y");
}

static void tell_id(void *arg, const char *key, const char *value)
{
	struct buf *b = arg;

	buf_addf(b, "%s=%s ", key, value);
}

static void a_root_that_is_not_an_object_has_no_members(void **state)
{
	struct unit *u = *state;
	struct buf told;
	static const char *const roots[] = { "[]", "[{\"a\":1}]", "1", "null", "\"a\"", "true" };

	buf_init(&told, &u->arena, 100);
	for (size_t i = 0; i < NELEM(roots); i++) {
		struct json root;
		const char *text = NULL;

		if (json_open(&u->cx, roots[i], strlen(roots[i]), &root) != OK)
			continue;
		assert_false(json_is_there(root, "a"));
		json_each_idtext(&u->cx, root, tell_id, &told);
		assert_int_equal(told.length, 0);
		is_err(roots[i], &u->cx, json_need_str(&u->cx, root, "a", 10, &text), ERR_INPUT);
	}
}

static void each_id_of_an_object_is_reported(void **state)
{
	struct unit *u = *state;
	struct json root = parse(u, "{\"o\":{\"Tmdb\":\"603\",\"n\":null,\"Tvdb\":7,\"x\":{},"
				    "\"y\":[\"1\"],\"z\":1.5,\"e\":\"\"}}");
	struct json object, none;
	struct buf b;

	buf_init(&b, &u->arena, 1000);
	MUST(json_need_object(&u->cx, root, "o", &object));
	json_each_idtext(&u->cx, object, tell_id, &b);
	assert_string_equal(b.text, "Tmdb=603 Tvdb=7 e= ");
	MUST(json_may_object(&u->cx, root, "none", &none));
	json_each_idtext(&u->cx, none, tell_id, &b);
	assert_int_equal(b.length, strlen("Tmdb=603 Tvdb=7 e= "));
}

static void an_unlisted_member_is_named(void **state)
{
	static const char *const names[] = { "a", "b", NULL };
	static const struct row {
		const char *text, *field; /* NULL: everything is accepted */
	} rows[] = {
		{ "{}", NULL },
		{ "{\"a\":1,\"b\":null}", NULL },
		{ "{\"b\":{\"c\":1}}", NULL },
		{ "{\"a\":1,\"ab\":2}", "ab" },
		{ "{\"A\":1}", "A" },
		{ "{\"\":1}", "?" },
		{ "{\"c\\u0000d\":1}", "?" },
		{ "[]", "body" },
		{ "[{\"a\":1}]", "body" },
		{ "1", "body" },
		{ "null", "body" },
	};
	struct unit *u = *state;

	for (size_t i = 0; i < NELEM(rows); i++) {
		struct json root = parse(u, rows[i].text);
		enum err err = json_only(&u->cx, root, names);

		is_err(rows[i].text, &u->cx, err, rows[i].field ? ERR_INPUT : OK);
		if (rows[i].field)
			assert_string_equal(u->cx.field, rows[i].field);
	}
}

static void a_long_name_is_truncated_between_characters(void **state)
{
	static const char *const names[] = { NULL };
	struct unit *u = *state;
	char text[400] = "{\"";
	struct json root;

	for (int i = 0; i < 100; i++)
		memcpy(text + 2 + 3 * i, "\xe5\x8d\x83", 3);
	memcpy(text + 302, "\":1}", 5);
	root = parse(u, text);
	is_err("long", &u->cx, json_only(&u->cx, root, names), ERR_INPUT);
	assert_int_equal(strlen(u->cx.field), 60);
}

static void null_is_distinguished_from_absent(void **state)
{
	struct unit *u = *state;
	struct json root = parse(u, "{\"a\":null,\"b\":0}"), none;

	MUST(json_may_object(&u->cx, root, "none", &none));
	assert_true(json_is_null(root, "a"));
	assert_false(json_is_null(root, "b"));
	assert_false(json_is_null(root, "c"));
	assert_false(json_is_null(none, "a"));
}

static void text_for_people_has_lines(void **state)
{
	struct unit *u = *state;
	static const char text[] = "{\"a\":[1,\"b/\\u0007\"],\"c\":null}";

	assert_string_equal(json_lines(&u->cx, text, strlen(text)),
		"{\n  \"a\": [\n    1,\n    \"b/\\u0007\"\n  ],\n"
		"  \"c\": null\n}");
	assert_string_equal(json_lines(&u->cx, "null", 4), "null");
	assert_null(json_lines(&u->cx, "{'a':1}", 7)); /* json-c accepts it */
	assert_null(json_lines(&u->cx, "", 0));
}

static void a_walk_over_a_non_array_ends_at_once(void **state)
{
	struct unit *u = *state;
	struct json root = parse(u, "{\"a\":1,\"b\":{\"c\":2},\"d\":[]}");
	static const char *const keys[] = { "a", "b", "d", "none" };

	for (size_t i = 0; i < NELEM(keys); i++) {
		struct json_walk walk = json_walk(&u->cx, root, keys[i]);
		struct json element;

		assert_false(json_next(&walk, &element));
	}
}

/* An arena has a ceiling, and reaching it counts as a bug. */
static void too_many_values_are_refused(void **state)
{
	enum { VALUES = 100000 };
	struct arena small;
	struct cx cx = { .arena = &small };
	struct json root;
	char *text = calloc(1, 2 * VALUES + 1);

	assert_non_null(text);
	for (int i = 0; i < VALUES; i++)
		memcpy(text + 2 * i, i == 0 ? "[1" : ",1", 2);
	arena_init(&small, MIB(1));
	text[2 * VALUES - 1] = ']';
	is_err("many", &cx, json_open(&cx, text, 2 * VALUES, &root), ERR_TOO_LARGE);
	assert_null(root.value);
	arena_finish(&small);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(invalid_json_is_refused),
		UNIT_TEST(surrounding_blanks_are_ignored),
		UNIT_TEST(depth_has_a_limit),
		UNIT_TEST(an_absent_or_null_value_leaves_the_result_unchanged),
		UNIT_TEST(a_value_of_another_type_is_wrong),
		UNIT_TEST(a_number_outside_its_range_is_wrong),
		UNIT_TEST(a_number_beyond_64_bits_is_wrong),
		UNIT_TEST(an_id_beyond_64_bits_is_never_clipped),
		UNIT_TEST(nan_is_refused),
		UNIT_TEST(decimals_are_scaled_to_whole_numbers),
		UNIT_TEST(strings_are_decoded),
		UNIT_TEST(a_string_with_nul_or_invalid_text_is_wrong),
		UNIT_TEST(a_lone_surrogate_is_dropped),
		UNIT_TEST(a_long_string_is_truncated_or_refused),
		UNIT_TEST(an_id_may_be_text_or_a_number),
		UNIT_TEST(a_path_names_the_location),
		UNIT_TEST(members_of_an_absent_value_are_absent),
		UNIT_TEST(a_root_that_is_not_an_object_has_no_members),
		UNIT_TEST(each_id_of_an_object_is_reported),
		UNIT_TEST(an_unlisted_member_is_named),
		UNIT_TEST(a_long_name_is_truncated_between_characters),
		UNIT_TEST(null_is_distinguished_from_absent),
		UNIT_TEST(text_for_people_has_lines),
		UNIT_TEST(a_walk_over_a_non_array_ends_at_once),
		UNIT_TEST(too_many_values_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
