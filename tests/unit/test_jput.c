/* SPDX-License-Identifier: MIT */
#include "shared/json/read.h"
#include "shared/json/write.h"
#include "shared/progress/report.h"

#include "tests/unit/unit.h"

static void commas_are_written_automatically(void **state)
{
	struct unit *u = *state;
	struct buf b;

	buf_init(&b, &u->arena, 1000);
	jput_open(&b, NULL, '{');
	jput_i64(&b, "a", 1);
	jput_open(&b, "list", '[');
	jput_i64(&b, NULL, -1);
	jput_str(&b, NULL, "two");
	jput_open(&b, NULL, '{');
	jput_close(&b, '}');
	jput_open(&b, NULL, '[');
	jput_close(&b, ']');
	jput_null(&b, NULL);
	jput_close(&b, ']');
	jput_open(&b, "o", '{');
	jput_bool(&b, "yes", true);
	jput_bool(&b, "no", false);
	jput_close(&b, '}');
	jput_null(&b, "n");
	jput_close(&b, '}');
	assert_string_equal(b.text, "{\"a\":1,\"list\":[-1,\"two\",{},[],null],"
				    "\"o\":{\"yes\":true,\"no\":false},\"n\":null}");
}

static void a_fraction_has_six_decimals(void **state)
{
	struct unit *u = *state;
	struct buf b;

	buf_init(&b, &u->arena, 1000);
	jput_open(&b, NULL, '{');
	jput_fraction(&b, "a", 0);
	jput_fraction(&b, "b", 5001);
	jput_fraction(&b, "c", SHARE_WHOLE);
	jput_close(&b, '}');
	assert_string_equal(b.text, "{\"a\":0.000000,\"b\":0.005001,\"c\":1.000000}");
}

/* A comma is not inferred from the end of a text. */
static void a_bracket_in_a_text_is_only_text(void **state)
{
	struct unit *u = *state;
	static const char *const texts[] = { "{", "[", ":", ",", "a{", "}" };
	struct buf b;

	for (size_t i = 0; i < NELEM(texts); i++) {
		buf_init(&b, &u->arena, 1000);
		jput_open(&b, NULL, '[');
		jput_str(&b, NULL, texts[i]);
		jput_str(&b, NULL, "x");
		jput_close(&b, ']');
		is_text(texts[i], "text", b.text,
			arena_printf(&u->arena, "[\"%s\",\"x\"]", texts[i]));
	}
}

static void texts_are_escaped(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const char *given, *written;
	} rows[] = {
		{ "", "\"\"" },
		{ "a\"b\\c/d", "\"a\\\"b\\\\c/d\"" },
		{ "\n\r\t\b\f", "\"\\u000a\\u000d\\u0009\\u0008\\u000c\"" },
		{ "\x01\x1f\x7f", "\"\\u0001\\u001f\\u007f\"" },
		{ "\xe5\x8d\x83", "\"\xe5\x8d\x83\"" },
		{ "%s%n", "\"%s%n\"" },
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		struct buf b;

		buf_init(&b, &u->arena, 1000);
		jput_str(&b, NULL, r->given);
		is_text(r->given, "written", b.text, r->written);
	}
}

static void every_byte_of_a_text_is_read_back(void **state)
{
	struct unit *u = *state;
	char all[128];
	struct buf b;
	struct json root;
	const char *back = NULL;

	for (size_t i = 0; i < 127; i++)
		all[i] = (char)(i + 1);
	all[127] = '\0';
	buf_init(&b, &u->arena, 4000);
	jput_open(&b, NULL, '{');
	jput_str(&b, "a", all);
	jput_close(&b, '}');
	MUST(json_open(&u->cx, b.text, b.length, &root));
	MUST(json_need_str(&u->cx, root, "a", 1000, &back));
	assert_string_equal(back, all);
}

static void numbers_keep_all_digits(void **state)
{
	struct unit *u = *state;
	struct buf b;

	buf_init(&b, &u->arena, 1000);
	jput_open(&b, NULL, '[');
	jput_i64(&b, NULL, INT64_MAX);
	jput_i64(&b, NULL, INT64_MIN);
	jput_i64(&b, NULL, 0);
	jput_close(&b, ']');
	assert_string_equal(b.text, "[9223372036854775807,-9223372036854775808,0]");
}

static void a_share_is_written_as_a_percentage(void **state)
{
	struct unit *u = *state;
	static const struct row {
		int64_t share;
		const char *written;
	} rows[] = {
		{ 0, "0.0" },
		{ 1, "0.0001" },
		{ 10, "0.001" },
		{ 20000, "2.0" },
		{ 20001, "2.0001" },
		{ 20010, "2.001" },
		{ 344856, "34.4856" },
		{ 960200, "96.02" },
		{ SHARE_WHOLE, "100.0" },
		{ UNSAID, "null" },
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		struct buf b;

		buf_init(&b, &u->arena, 100);
		jput_percent(&b, NULL, r->share);
		is_text(r->written, "written", b.text, r->written);
	}
}

static void missing_values_are_null(void **state)
{
	struct unit *u = *state;
	struct buf b;

	buf_init(&b, &u->arena, 1000);
	jput_open(&b, NULL, '{');
	jput_str_or_null(&b, "a", NULL);
	jput_str_or_null(&b, "b", "");
	jput_i64_or_null(&b, "c", UNSAID);
	jput_i64_or_null(&b, "d", 0);
	jput_time(&b, "e", UNSAID);
	jput_time(&b, "f", 1792350131443);
	jput_percent(&b, "g", UNSAID);
	jput_close(&b, '}');
	assert_string_equal(b.text, "{\"a\":null,\"b\":\"\",\"c\":null,\"d\":0,\"e\":null,"
				    "\"f\":\"2026-10-18T19:02:11.443Z\",\"g\":null}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(commas_are_written_automatically),
		UNIT_TEST(a_fraction_has_six_decimals),
		UNIT_TEST(a_bracket_in_a_text_is_only_text),
		UNIT_TEST(texts_are_escaped),
		UNIT_TEST(every_byte_of_a_text_is_read_back),
		UNIT_TEST(numbers_keep_all_digits),
		UNIT_TEST(a_share_is_written_as_a_percentage),
		UNIT_TEST(missing_values_are_null),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
