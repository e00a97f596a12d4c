/* SPDX-License-Identifier: MIT */
/* Filters as they are typed, and what each lets through. */
#include "shared/progress/filter.h"
#include "tests/unit/unit.h"

static const bool all[TRAIT__COUNT] = { true, true, true, true, true };
static const bool no_library[TRAIT__COUNT] = { true, true, true, false, true };

static void typed_filters(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const char *typed, *clean, *refusal;
	} rows[] = {
		/* clang-format off */
		{ "", NULL, NULL },
		{ " \n ; \r\n", NULL, NULL },
		{ "not library Kids", "not library Kids", NULL },
		{ "  NOT   Library   Kids TV  \n", "not library Kids TV", NULL },
		{ "only kind movie; only kind show", "only kind movie\nonly kind show", NULL },
		{ "only path /a\nnot path /a/b", "only path /a\nnot path /a/b", NULL },
		{ "library Kids", NULL,
			"A filter begins with \"only\" or \"not\", like \"not kind movie\"." },
		{ "not shelf Kids", NULL, "A filter is about an account, client, kind, library "
			"or path, like \"not kind movie\"." },
		{ "not library", NULL,
			"Enter which library: a filter looks like \"not library NAME\"." },
		{ "not kind opera", NULL, "There is no such kind: they are movie, show, audiobook, "
			"podcast and book." },
		{ "not library a\tb\x01", NULL, "No library has such a name." },
		{ "only account anna\nnot account Anna", NULL,
			"That would let nothing through: each account is refused." },
		{ "only path /a/b;not path /a", NULL,
			"That would let nothing through: each path is refused." },
		{ "not kind movie;not kind show;not kind audiobook;not kind podcast;not kind book",
			NULL, "That would let nothing through: each kind is refused." },
		/* clang-format on */
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		const char *clean = "unset";
		enum err err = filter_read(&u->cx, r->typed, all, "Jellyfin", &clean);

		is_err(r->typed, &u->cx, err, r->refusal ? ERR_INPUT : OK);
		if (r->refusal)
			is_text(r->typed, "note", u->cx.note, r->refusal);
		else
			is_text(r->typed, "clean", clean, r->clean);
	}
}

static void what_a_sender_does_not_say_is_not_filtered(void **state)
{
	struct unit *u = *state;
	const char *clean;

	is_err("library", &u->cx,
		filter_read(&u->cx, "not library Kids", no_library, "Jellyfin", &clean), ERR_INPUT);
	is_text("library", "note", u->cx.note,
		"Jellyfin says nothing of libraries, so they cannot be filtered.");
}

static void too_many(void **state)
{
	struct unit *u = *state;
	const char *text = "", *clean;

	for (int i = 0; i < FILTER_RULES_MAX; i++)
		text = arena_printf(&u->arena, "%snot library %d\n", text, i);
	is_err("50", &u->cx, filter_read(&u->cx, text, all, "Plex", &clean), OK);
	text = arena_join(&u->arena, text, "not library ", "more");
	is_err("51", &u->cx, filter_read(&u->cx, text, all, "Plex", &clean), ERR_INPUT);
}

static void what_passes(void **state)
{
	struct unit *u = *state;
	static const struct traits anna = { .names = { [TRAIT_ACCOUNT] = { "Anna", "7f" },
						    [TRAIT_CLIENT] = { "Web", "Firefox" },
						    [TRAIT_KIND] = { "movie" },
						    [TRAIT_LIBRARY] = { "Kids" },
						    [TRAIT_PATH] = { "/media/kids/a.mkv" } } };
	static const struct traits nothing = { .names = { { NULL } } };
	static const struct row {
		const char *filters;
		const struct traits *traits;
		const char *why; /* NULL: it passes */
	} rows[] = {
		/* clang-format off */
		{ "not library Kids", &anna, "Not tracked: the library Kids is excluded." },
		{ "not library kids", &anna, "Not tracked: the library kids is excluded." },
		{ "not library Kids 2", &anna, NULL },
		{ "not library Kids", &nothing, NULL },
		{ "only library Kids", &anna, NULL },
		{ "only library Films", &anna,
			"Not tracked: the library Kids is none of those that are included." },
		{ "only library Films", &nothing,
			"Not tracked: only some libraries are included, and this names none." },
		{ "only library Films\nonly library Kids", &anna, NULL },
		{ "only account anna", &anna, NULL },
		{ "only account 7F", &anna, NULL },
		{ "not account 7f", &anna, "Not tracked: the account 7f is excluded." },
		{ "not client firefox", &anna, "Not tracked: the client firefox is excluded." },
		{ "only kind movie\nnot library Kids", &anna,
			"Not tracked: the library Kids is excluded." },
		{ "only kind show", &anna,
			"Not tracked: the kind movie is none of those that are included." },
		{ "not path /media/kids", &anna, "Not tracked: the path /media/kids is excluded." },
		{ "not path /media/kids/", &anna, "Not tracked: the path /media/kids/ is excluded." },
		{ "not path /media/kid", &anna, NULL },
		{ "not path /Media/kids", &anna, NULL },
		{ "not path /", &anna, "Not tracked: the path / is excluded." },
		{ "only path /media\nnot path /media/private", &anna, NULL },
		/* clang-format on */
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		const char *why;

		is_err(r->filters, &u->cx, filter_check(&u->cx, r->filters, r->traits, &why), OK);
		is_text(r->filters, "why", why, r->why);
	}
}

static void which_are_asked(void **state)
{
	(void)state;
	assert_true(filter_asks("not library Kids", TRAIT_LIBRARY));
	assert_true(filter_asks("not kind movie\nonly path /a", TRAIT_PATH));
	assert_false(filter_asks("not kind movie\nonly path /a", TRAIT_LIBRARY));
	assert_false(filter_asks("not kind library x", TRAIT_LIBRARY));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(typed_filters, unit_setup, unit_teardown),
		cmocka_unit_test_setup_teardown(
			what_a_sender_does_not_say_is_not_filtered, unit_setup, unit_teardown),
		cmocka_unit_test_setup_teardown(too_many, unit_setup, unit_teardown),
		cmocka_unit_test_setup_teardown(what_passes, unit_setup, unit_teardown),
		cmocka_unit_test(which_are_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
