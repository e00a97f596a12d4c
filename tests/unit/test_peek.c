/* SPDX-License-Identifier: MIT */
/* A member of an object without the rest. */
#include "shared/json/peek.h"

#include "tests/unit/unit.h"

static void the_member_is_found_or_not(void **state)
{
	static const struct row {
		const char *text, *want; /* NULL: none */
	} rows[] = {
		/* clang-format off */
		{ "{\"Event\":\"a.b\"}", "a.b" },
		{ " \r\n{ \"Event\" :\t\"a\" , ", "a" },
		{ "{\"Event\":\"\"}", "" },
		{ "{\"x\":\"1\",\"y\":-1.5e3,\"z\":true,\"n\":null,\"Event\":\"a\",\"rest\":[[[", "a" },
		{ "{\"x\":\"a \\\"Event\\\":\\\"b\\\" \\\\\",\"Event\":\"c\"}", "c" },
		{ "{\"x\":\"\\\\\",\"Event\":\"c\"}", "c" },
		{ "{\"Event\":\"a\\\"b\"}", "a\\\"b" },
		/* What was nested is not looked into. */
		{ "{\"x\":{\"Event\":\"a\"},\"Event\":\"b\"}", NULL },
		{ "{\"x\":[],\"Event\":\"b\"}", NULL },
		{ "[{\"Event\":\"a\"}]", NULL },
		{ "{\"event\":\"a\"}", NULL },
		{ "{\"Event\":5}", NULL },
		{ "{\"Event\":{}}", NULL },
		{ "{\"Events\":\"a\"}", NULL },
		{ "{\"Eve\":\"a\"}", NULL },
		{ "{\"\\u0045vent\":\"a\"}", NULL },
		/* Cut off, or no JSON at all. */
		{ "", NULL },
		{ "{", NULL },
		{ "{\"Event", NULL },
		{ "{\"Event\"", NULL },
		{ "{\"Event\":", NULL },
		{ "{\"Event\":\"a", NULL },
		{ "{\"Event\":\"a\\", NULL },
		{ "{\"Event\":\"a\\\"", NULL },
		{ "{\"x\":\"a\"", NULL },
		{ "{\"x\":\"a\",", NULL },
		{ "{\"x\" \"a\",\"Event\":\"b\"}", NULL },
		{ "{x:1,\"Event\":\"b\"}", NULL },
		{ "{\"x\":wrong,\"Event\":\"b\"}", NULL },
		{ "{,\"Event\":\"b\"}", NULL },
		/* clang-format on */
	};
	struct unit *u = *state;

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		char *copy = strdup(r->text); /* the sanitizer watches its end */
		struct bytes got;

		assert_non_null(copy);
		got = json_peek(copy, "Event");
		is_text(r->text, "value",
			got.at ? arena_strndup(&u->arena, got.at, got.length) : NULL, r->want);
		free(copy);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { UNIT_TEST(the_member_is_found_or_not) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
