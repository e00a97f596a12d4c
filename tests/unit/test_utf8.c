/* SPDX-License-Identifier: MIT */
#include "shared/base/utf8.h"

#include "tests/unit/unit.h"

/* A literal with its length, which may hold a NUL. */
#define BYTES(literal) literal, sizeof(literal) - 1

static void well_formed_text_is_accepted(void **state)
{
	static const struct row {
		const char *text;
		size_t length;
	} rows[] = {
		{ BYTES("") },
		{ BYTES("plain") },
		{ BYTES("\x01\x1f\x7f") },
		{ BYTES("\xc2\x80") },         /* U+0080, the first of two */
		{ BYTES("\xdf\xbf") },         /* U+07FF, the last of two */
		{ BYTES("\xe0\xa0\x80") },     /* U+0800, the first of three */
		{ BYTES("\xed\x9f\xbf") },     /* U+D7FF, before surrogates */
		{ BYTES("\xee\x80\x80") },     /* U+E000, after them */
		{ BYTES("\xef\xbf\xbf") },     /* U+FFFF */
		{ BYTES("\xf0\x90\x80\x80") }, /* U+10000, the first of four */
		{ BYTES("\xf4\x8f\xbf\xbf") }, /* U+10FFFF, the very last */
		{ BYTES("a\xc3\xa9\xe5\x8d\x83\xf0\x9f\x93\xb1z") },
	};

	for (size_t i = 0; i < NELEM(rows); i++)
		if (!utf8_is_text(rows[i].text, rows[i].length))
			fail_msg("row %zu is text", i);
}

static void ill_formed_text_is_refused(void **state)
{
	static const struct row {
		const char *text;
		size_t length;
	} rows[] = {
		{ BYTES("\0") },
		{ BYTES("a\0b") },
		{ BYTES("\x80") },             /* a continuation alone */
		{ BYTES("\xbf") },             /* a continuation alone */
		{ BYTES("\xc0\x80") },         /* NUL, overlong */
		{ BYTES("\xc1\xbf") },         /* overlong */
		{ BYTES("\xe0\x9f\xbf") },     /* overlong */
		{ BYTES("\xf0\x8f\xbf\xbf") }, /* overlong */
		{ BYTES("\xed\xa0\x80") },     /* U+D800, a surrogate */
		{ BYTES("\xed\xbf\xbf") },     /* U+DFFF, a surrogate */
		{ BYTES("\xf4\x90\x80\x80") }, /* U+110000 */
		{ BYTES("\xf5\x80\x80\x80") }, /* beyond */
		{ BYTES("\xf8\x88\x80\x80\x80") },
		{ BYTES("\xfe") },
		{ BYTES("\xff") },
		{ BYTES("\xc3") }, /* truncated */
		{ BYTES("\xe5\x8d") },
		{ BYTES("\xf0\x9f\x93") },
		{ BYTES("\xc3(") }, /* interrupted */
		{ BYTES("\xe5\x8d(") },
		{ BYTES("\xe5(\x83") },
		{ BYTES("\xf0\x9f\x93(") },
		{ BYTES("\xf0\x9f(\xb1") },
		{ BYTES("\xc3\xc3\xa9") },
		{ BYTES("good until here \xff") },
	};

	for (size_t i = 0; i < NELEM(rows); i++)
		if (utf8_is_text(rows[i].text, rows[i].length))
			fail_msg("row %zu is not text", i);
}

static void nothing_past_the_length_is_read(void **state)
{
	assert_true(utf8_is_text("ab\xff", 2));
	assert_false(utf8_is_text("\xc3\xa9", 1));
}

static void truncation_does_not_split_a_character(void **state)
{
	static const char text[] = "a\xc3\xa9\xe5\x8d\x83\xf0\x9f\x93\xb1z";
	static const size_t cuts[] = { 0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10 };

	for (size_t max = 0; max < NELEM(cuts); max++)
		is_i64("cut", "length", (int64_t)utf8_cut(text, max), (int64_t)cuts[max]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(well_formed_text_is_accepted),
		cmocka_unit_test(ill_formed_text_is_refused),
		cmocka_unit_test(nothing_past_the_length_is_read),
		cmocka_unit_test(truncation_does_not_split_a_character),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
