/* SPDX-License-Identifier: MIT */
/* Writing markup: no text from outside becomes markup. */
#include "cgi/web/html.h"

#include "shared/base/url.h"
#include "tests/unit/unit.h"

static struct buf new_buf(struct unit *u)
{
	struct buf b;

	buf_init(&b, &u->arena, 4096);
	return b;
}

static void a_value_is_escaped(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const char *value, *written;
	} rows[] = {
		{ "", "" },
		{ "plain", "plain" },
		{ "<script>alert(\"1\")</script>",
			"&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;" },
		{ "' & &amp; <", "&#39; &amp; &amp;amp; &lt;" },
		{ "&", "&amp;" },
		{ "%s %d %n", "%s %d %n" },
		{ "\xe2\x82\xac\xe2\x80\xae", "\xe2\x82\xac\xe2\x80\xae" },
		{ "tab\tline\nend", "tab\tline\nend" },
		{ "bell\x07 escape\x1b delete\x7f", "bell\xef\xbf\xbd escape\xef\xbf\xbd "
						    "delete\xef\xbf\xbd" },
		{ "c1 \xc2\x85 \xc2\xa0", "c1 \xef\xbf\xbd \xc2\xa0" },
	};

	for (size_t i = 0; i < NELEM(rows); i++) {
		struct buf b = new_buf(u);

		htmlf(&b, "%s", rows[i].value);
		is_text(rows[i].value, "written", b.text, rows[i].written);
	}
}

static void a_format_has_values_of_five_kinds(void **state)
{
	struct unit *u = *state;
	struct buf b = new_buf(u);

	html(&b, "<p class=\"100%\">");
	htmlf(&b, "%s|%d|%zu|%" PRId64 "|%%|%s</p>", "<", -1, (size_t)2, INT64_MIN, "\"");
	assert_string_equal(b.text, "<p class=\"100%\">&lt;|-1|2|-9223372036854775808|%|&quot;"
				    "</p>");
}

static void overflow_is_dropped_and_reported(void **state)
{
	struct unit *u = *state;
	struct buf b;

	buf_init(&b, &u->arena, 8);
	htmlf(&b, "%s", "a<b<c");
	assert_true(b.cut);
	assert_true(b.length <= 8);
}

static void a_part_of_an_address_is_escaped(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const char *text, *written;
	} rows[] = {
		{ "", "" },
		{ "AZaz09-._~", "AZaz09-._~" },
		{ "a b", "a%20b" },
		{ "a/b?c=d&e#f%g+h", "a%2Fb%3Fc%3Dd%26e%23f%25g%2Bh" },
		{ "\xe2\x82\xac", "%E2%82%AC" },
		{ "\"><'", "%22%3E%3C%27" },
		{ "\r\n", "%0D%0A" },
	};

	for (size_t i = 0; i < NELEM(rows); i++)
		is_text(rows[i].text, "written", url_encode(&u->arena, rows[i].text),
			rows[i].written);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(a_value_is_escaped),
		UNIT_TEST(a_format_has_values_of_five_kinds),
		UNIT_TEST(overflow_is_dropped_and_reported),
		UNIT_TEST(a_part_of_an_address_is_escaped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
