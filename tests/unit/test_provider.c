/* SPDX-License-Identifier: MIT */
/* The table of providers: what pages, API and ryotctl rely on. */
#include "shared/providers/provider.h"

#include "tests/unit/unit.h"

static void providers_are_found_by_name(void **state)
{
	static const char *const others[] = { "", "Kodi", "kod", "kodi ", "none" };

	(void)state;
	for (size_t i = 0; i < provider_count; i++) {
		const char *name = providers[i]->name;

		assert_ptr_equal(provider_find(name), providers[i]);
		assert_ptr_equal(provider_sink(name), providers[i]->sink);
		assert_ptr_equal(provider_source(name), providers[i]->source);
		is_text(name, "title", provider_title(name), providers[i]->title);
	}
	for (size_t i = 0; i < NELEM(others); i++) {
		assert_null(provider_find(others[i]));
		assert_null(provider_sink(others[i]));
		assert_null(provider_source(others[i]));
		is_text(others[i], "title", provider_title(others[i]), others[i]);
	}
}

static void names_are_sorted_and_fit_into_an_address(void **state)
{
	(void)state;
	for (size_t i = 0; i < provider_count; i++) {
		const char *name = providers[i]->name;

		is_i64(name, "letters of the name",
			(int64_t)strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-"),
			(int64_t)strlen(name));
		assert_true(*name && strlen(name) <= PROVIDER_NAME_MAX);
		assert_true(*providers[i]->title);
		assert_true(i == 0 || strcmp(providers[i - 1]->name, name) < 0);
	}
}

static void every_provider_can_do_something(void **state)
{
	(void)state;
	for (size_t i = 0; i < provider_count; i++) {
		const struct provider *p = providers[i];

		assert_true(p->sink || p->source);
		assert_true(!p->sink || p->sink->decode);
		assert_true(!p->source || p->service);
		assert_true(!p->lookup || (p->service && p->lookup->accept));
		assert_true(!p->service || (p->service->key_header && p->service->greeting_path));
	}
}

/* A step without words, or with an unknown gap, would be shown literally. */
static void the_steps_of_a_sender_name_its_address_once(void **state)
{
	(void)state;
	for (size_t i = 0; i < provider_count; i++) {
		const struct provider *p = providers[i];
		int64_t with_url = 0;

		for (const char *const *step = p->steps; *step; step++) {
			assert_true(strlen(*step) > 10);
			with_url += strstr(*step, "{url}") != NULL;
			assert_true(p->sink || !strchr(*step, '{'));
		}
		is_i64(p->name, "steps with the address", with_url, p->sink != NULL);
	}
}

static void fields_have_labels_and_one_row_a_kind(void **state)
{
	(void)state;
	for (size_t i = 0; i < provider_count; i++) {
		const struct provider *p = providers[i];

		for (const struct field *f = p->fields; f->label; f++) {
			assert_true(f - p->fields < PROVIDER_FIELDS_MAX);
			assert_true(strlen(f->label) > 2);
			assert_ptr_equal(provider_field(p, f->kind), f);
		}
		/* What is asked has an address and a key. */
		assert_int_equal(p->service != NULL, provider_field(p, FIELD_URL) != NULL);
		assert_int_equal(p->service != NULL, provider_field(p, FIELD_KEY) != NULL);
		if (p->service)
			assert_int_equal(
				provider_field(p, FIELD_URL)->is_needed, p->source != NULL);
	}
}

static void kinds_of_fields_are_complete(void **state)
{
	(void)state;
	for (int i = 0; i < FIELD__COUNT; i++) {
		const struct field_type *type = &field_types[i];

		assert_true(type->name && type->option && type->absent && type->check);
		assert_true(type->max > 0);
		assert_int_equal(strncmp(type->option, "--", 2), 0);
	}
}

static void values_of_fields_are_checked(void **state)
{
	struct unit *u = *state;
	static const struct row {
		enum field_kind kind;
		const char *typed, *clean; /* clean NULL: refused */
	} rows[] = {
		{ FIELD_URL, " HTTP://nas:13378/ ", "http://nas:13378" },
		{ FIELD_URL, "https://[::1]:65535/a", "https://[::1]:65535/a" },
		{ FIELD_URL, "http://nas:65536", NULL },
		{ FIELD_URL, "http://nas:1x", NULL },
		{ FIELD_URL, "http://[::1]:65536", NULL },
		{ FIELD_URL, "nas", NULL },
		{ FIELD_KEY, "abc.def-_~", "abc.def-_~" },
		{ FIELD_KEY, "", NULL },
		{ FIELD_KEY, "two words", NULL },
		{ FIELD_KEY, "line\n", NULL },
		{ FIELD_KEY, "schl\xc3\xbcssel", NULL },
		{ FIELD_CA_FILE, "/etc/ssl/my.pem", "/etc/ssl/my.pem" },
		{ FIELD_CA_FILE, "/etc/\xff", NULL },
		{ FIELD_ONLY_USER, " alice ", "alice" },
		{ FIELD_ONLY_USER, "\xc3\xa4nne", "\xc3\xa4nne" },
		{ FIELD_ONLY_USER, "", NULL },
		{ FIELD_ONLY_USER, " ", NULL },
		{ FIELD_ONLY_USER, "bell\a", NULL },
		{ FIELD_ONLY_USER, "\xff", NULL },
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		const char *clean = NULL;
		enum err err = field_types[r->kind].check(&u->cx, r->typed, &clean);

		is_err(r->typed, &u->cx, err, r->clean ? OK : ERR_INPUT);
		if (r->clean)
			is_text(r->typed, "clean", clean, r->clean);
	}
}

static void longer_than_its_maximum_is_refused(void **state)
{
	struct unit *u = *state;

	for (int i = 0; i < FIELD__COUNT; i++) {
		size_t max = field_types[i].max;
		char *text = arena_alloc(&u->arena, max + 2);
		const char *clean;

		memset(text, 'x', max + 1);
		is_err(field_types[i].name, &u->cx, field_types[i].check(&u->cx, text, &clean),
			ERR_INPUT);
	}
}

static void titles_read_as_a_list(void **state)
{
	struct unit *u = *state;
	const char *all = provider_titles(&u->arena), *last = strstr(all, " or ");
	size_t commas = 0;

	assert_non_null(last);
	assert_null(strstr(last + 1, " or "));
	is_text("last", "title", last + 4, providers[provider_count - 1]->title);
	for (const char *at = all; *at; at++)
		commas += *at == ',';
	is_i64(all, "commas", (int64_t)commas, (int64_t)provider_count - 2);
	for (size_t i = 0; i < provider_count; i++)
		assert_non_null(strstr(all, providers[i]->title));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(providers_are_found_by_name),
		cmocka_unit_test(names_are_sorted_and_fit_into_an_address),
		cmocka_unit_test(every_provider_can_do_something),
		cmocka_unit_test(the_steps_of_a_sender_name_its_address_once),
		cmocka_unit_test(fields_have_labels_and_one_row_a_kind),
		cmocka_unit_test(kinds_of_fields_are_complete),
		UNIT_TEST(values_of_fields_are_checked),
		UNIT_TEST(longer_than_its_maximum_is_refused),
		UNIT_TEST(titles_read_as_a_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
