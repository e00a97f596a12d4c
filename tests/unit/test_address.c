/* SPDX-License-Identifier: MIT */
#include "shared/base/url.h"

#include "tests/unit/unit.h"

static void valid_and_invalid_addresses(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const char *typed, *cleaned; /* NULL: refused */
	} rows[] = {
		{ "http://nas:13378", "http://nas:13378" },
		{ " https://books.example.org/ \r\n", "https://books.example.org" },
		{ "HTTPS://Books.example.org//", "https://Books.example.org" },
		{ "http://nas/audiobookshelf/", "http://nas/audiobookshelf" },
		{ "http://[fe80::1]:80", "http://[fe80::1]:80" },
		{ "http://nas/@home", "http://nas/@home" },
		{ "", NULL },
		{ "nas:13378", NULL },
		{ "ftp://nas", NULL },
		{ "file:///etc/passwd", NULL },
		{ "http://", NULL },
		{ "http:///path", NULL },
		{ "http://:80", NULL },
		{ "http://alice:secret@nas", NULL },
		{ "http://nas?x=1", NULL },
		{ "http://nas#x", NULL },
		{ "http://na s", NULL },
		{ "http://nas\r\nHost: x", NULL },
		{ "http://nas\\x", NULL },
		{ "http://b\xc3\xbc"
		  "cher",
			"http://b\xc3\xbc"
			"cher" },
		{ "http://b\xfc"
		  "cher",
			NULL },
	};

	for (size_t i = 0; i < NELEM(rows); i++) {
		const char *got = NULL;
		enum err err = url_clean(&u->cx, rows[i].typed, &got);

		is_err(rows[i].typed, &u->cx, err, rows[i].cleaned ? OK : ERR_INPUT);
		if (rows[i].cleaned)
			is_text(rows[i].typed, "cleaned", got, rows[i].cleaned);
	}
}

static void an_address_has_a_maximum_length(void **state)
{
	struct unit *u = *state;
	char longest[ADDRESS_MAX + 2];
	const char *got;

	memset(longest, 'x', sizeof(longest) - 1);
	memcpy(longest, "http://", 7);
	longest[ADDRESS_MAX] = '\0';
	MUST(url_clean(&u->cx, longest, &got));
	longest[ADDRESS_MAX] = 'x';
	longest[ADDRESS_MAX + 1] = '\0';
	is_err("longer", &u->cx, url_clean(&u->cx, longest, &got), ERR_INPUT);
}

static void hosts_are_compared(void **state)
{
	static const struct row {
		const char *a, *b;
		bool same;
	} rows[] = {
		{ "http://nas", "https://NAS:13378/x", true },
		{ "http://[fe80::1]:80", "http://[fe80::1]/y", true },
		{ "http://[fe80::1]", "http://[fe80::2]", false },
		{ "http://nas", "http://nas.example.org", false },
		{ "http://nas", "http://nase", false },
		{ "http://nas/evil", "http://evil/nas", false },
	};

	for (size_t i = 0; i < NELEM(rows); i++)
		is_i64(rows[i].a, rows[i].b, url_is_same_host(rows[i].a, rows[i].b), rows[i].same);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(valid_and_invalid_addresses),
		UNIT_TEST(an_address_has_a_maximum_length),
		cmocka_unit_test(hosts_are_compared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
