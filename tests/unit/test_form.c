/* SPDX-License-Identifier: MIT */
/* Forms: a query, an urlencoded body, a multipart body. */
#include "shared/base/form.h"

#include "tests/unit/unit.h"

static const char urlencoded[] = "application/x-www-form-urlencoded";
static const char multipart[] = "multipart/form-data; boundary=edge";

static struct form read_query(struct unit *u, const char *text)
{
	struct form form = { 0 };

	is_err(text, &u->cx, form_read_query(&u->cx, &form, text, strlen(text)), OK);
	return form;
}

static enum err body(struct unit *u, struct form *form, const char *type, const char *text)
{
	*form = (struct form){ 0 };
	return form_read_body(&u->cx, form, type, text, strlen(text));
}

static void a_query_is_decoded(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const char *query, *name, *value;
	} rows[] = {
		{ "a=1", "a", "1" },
		{ "a=1&b=2", "b", "2" },
		{ "a=two+words", "a", "two words" },
		{ "a=%2B%26%3d%25", "a", "+&=%" },
		{ "a=%E2%82%AC", "a", "\xe2\x82\xac" },
		{ "%61=1", "a", "1" },
		{ "a", "a", "" },
		{ "a=", "a", "" },
		{ "a==b", "a", "=b" },
		{ "&&a=1&", "a", "1" },
		{ "a=1&a=2", "a", "1" },
		{ "a=1", "b", NULL },
		{ "", "a", NULL },
		{ "A=1", "a", NULL },
	};

	for (size_t i = 0; i < NELEM(rows); i++) {
		struct form form = read_query(u, rows[i].query);

		is_text(rows[i].query, rows[i].name, form_text(&form, rows[i].name), rows[i].value);
	}
}

static void a_broken_query_is_refused(void **state)
{
	struct unit *u = *state;
	static const char *const bad[] = { "a=%", "a=%4", "a=%zz", "a=%4g", "%=1", "a=1&b=%f",
		"a=%00", "a=x%00y", "a=%ff", "a=%c3", "a=%ed%a0%80", "a=\xff" };

	for (size_t i = 0; i < NELEM(bad); i++) {
		struct form form = { 0 };

		is_err(bad[i], &u->cx, form_read_query(&u->cx, &form, bad[i], strlen(bad[i])),
			ERR_INPUT);
	}
}

static void the_number_of_fields_is_limited(void **state)
{
	struct unit *u = *state;
	struct form form = { 0 };
	char text[4 * (FORM_FIELDS + 1) + 1] = "";

	for (size_t i = 0; i < FORM_FIELDS; i++)
		memcpy(text + 4 * i, "a=b&", 5);
	MUST(form_read_query(&u->cx, &form, text, strlen(text)));
	assert_int_equal(form.count, FORM_FIELDS);
	memcpy(text + 4 * FORM_FIELDS, "a=b", 4);
	form.count = 0;
	is_err("one more", &u->cx, form_read_query(&u->cx, &form, text, strlen(text)), ERR_INPUT);
}

static void nothing_is_read_past_the_end(void **state)
{
	struct unit *u = *state;
	struct form form = { 0 };

	MUST(form_read_query(&u->cx, &form, "a=1&b=2", 5));
	is_text("cut", "a", form_text(&form, "a"), "1");
	assert_int_equal(form.count, 2);
	form.count = 0;
	is_err("in an escape", &u->cx, form_read_query(&u->cx, &form, "a=%41", 4), ERR_INPUT);
}

static void values_are_found_by_name(void **state)
{
	struct unit *u = *state;
	struct form form = read_query(u, "n=12&m=-3&w=1x&big=99999999999999999999&e="
					 "&t=+%09a+b%0d%0a&blank=+++");
	int64_t number = 7;

	assert_true(form_i64(&form, "n", 0, 12, &number));
	assert_int_equal(number, 12);
	assert_false(form_i64(&form, "n", 0, 11, &number));
	assert_false(form_i64(&form, "n", 13, 20, &number));
	assert_true(form_i64(&form, "m", -3, 0, &number));
	assert_int_equal(number, -3);
	assert_false(form_i64(&form, "w", 0, 100, &number));
	assert_false(form_i64(&form, "big", 0, INT64_MAX, &number));
	assert_false(form_i64(&form, "e", 0, 100, &number));
	assert_false(form_i64(&form, "none", 0, 100, &number));
	assert_true(form_has(&form, "e"));
	assert_false(form_has(&form, "none"));
	assert_string_equal(form_trimmed(&u->cx, &form, "t"), "a b");
	assert_string_equal(form_trimmed(&u->cx, &form, "blank"), "");
	assert_string_equal(form_trimmed(&u->cx, &form, "none"), "");
}

static void the_content_type_selects_the_parser(void **state)
{
	struct unit *u = *state;
	struct form form;
	const char *const bad[] = { "", "application/json", "text/plain", "multipart/form-data",
		"multipart/form-data; boundary=",
		arena_printf(&u->arena, "multipart/form-data; boundary=%071d", 1) };

	MUST(body(u, &form, urlencoded, "a=1"));
	is_text("plain", "a", form_text(&form, "a"), "1");
	MUST(body(u, &form, "Application/X-WWW-Form-Urlencoded; charset=UTF-8", "a=1"));
	is_text("in capitals", "a", form_text(&form, "a"), "1");
	for (size_t i = 0; i < NELEM(bad); i++)
		is_err(bad[i], &u->cx, body(u, &form, bad[i], "a=1"), ERR_INPUT);
}

#define PART(head, value) "--edge\r\nContent-Disposition: form-data; " head "\r\n\r\n" value "\r\n"
#define END               "--edge--\r\n"

static void a_multipart_body_has_texts_and_files(void **state)
{
	struct unit *u = *state;
	struct form form;
	const struct form_field *file;

	MUST(body(u, &form, multipart,
		PART("name=\"a\"", "one\r\ntwo") PART("name=\"f\"; filename=\"x.json\"\r\n"
						      "Content-Type: application/json",
			"{}\r\n--edg\r\n\r\n--edgy") PART("name=\"e\"", "")
			PART("name=\"g\"; filename=\"\"", "") END));
	assert_int_equal(form.count, 4);
	is_text("text", "a", form_text(&form, "a"), "one\r\ntwo");
	is_text("empty", "e", form_text(&form, "e"), "");
	assert_null(form_text(&form, "f"));
	assert_null(form_file(&form, "a"));
	file = form_file(&form, "f");
	assert_non_null(file);
	/* A line that only begins like the boundary belongs to the content. */
	is_i64("file", "length", (int64_t)file->length, 19);
	file = form_file(&form, "g");
	assert_non_null(file);
	assert_int_equal(file->length, 0);
}

static void a_file_may_hold_any_bytes_and_a_text_may_not(void **state)
{
	struct unit *u = *state;
	struct form form = { 0 };
	static const char file[] = PART("name=\"f\"; filename=\"x\"", "\0\xff\r\n\r\n") END;
	static const char text[] = PART("name=\"f\"", "x\0y") END;

	MUST(form_read_body(&u->cx, &form, multipart, file, sizeof(file) - 1));
	assert_int_equal(form_file(&form, "f")->length, 6);
	assert_memory_equal(form_file(&form, "f")->value, "\0\xff\r\n\r\n", 6);
	form.count = 0;
	is_err("NUL", &u->cx, form_read_body(&u->cx, &form, multipart, text, sizeof(text) - 1),
		ERR_INPUT);
	is_err("UTF-8", &u->cx, body(u, &form, multipart, PART("name=\"f\"", "\xff") END),
		ERR_INPUT);
}

/* .NET quotes the boundary and not the name, and sends the type first. */
static void headers_of_parts_are_read_however_they_are_written(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const char *type, *head;
		bool is_file;
	} rows[] = {
		/* clang-format off */
		{ "multipart/form-data; boundary=\"edge\"",
			"Content-Type: text/plain; charset=utf-8\r\n"
			"Content-Disposition: form-data; name=a", false },
		{ "Multipart/Form-Data;charset=utf-8;  Boundary=edge",
			"content-disposition: form-data;NAME=\"a\"", false },
		{ "multipart/form-data; boundary=edge; charset=utf-8",
			"Content-Type: text/plain; name=b\r\n"
			"Content-Disposition: form-data; filename=\"x; name=c\"; name=a", true },
		{ "multipart/form-data; boundary=edge",
			"Content-Disposition: form-data; name=a; filename*=utf-8''x; filename=x\r\n"
			"Content-Type: image/jpeg", true },
		/* clang-format on */
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		const char *text =
			arena_printf(&u->arena, "--edge\r\n%s\r\n\r\nvalue\r\n--edge--", r->head);
		struct form form;

		MUST(body(u, &form, r->type, text));
		assert_int_equal(form.count, 1);
		is_text(r->head, "name", form.list[0].name, "a");
		is_i64(r->head, "length", (int64_t)form.list[0].length, 5);
		assert_int_equal(form.list[0].is_file, r->is_file);
	}
}

static void a_broken_multipart_body_is_refused(void **state)
{
	struct unit *u = *state;
	struct form form;
	static const char *const bad[] = { "", "--edg", "--edge", "--edge\r\n", "--edge-", "x" END,
		PART("name=\"a\"", "1"), PART("name=\"a\"", "1") "--edge",
		PART("name=\"a", "1") END, PART("", "1") END, PART("filename=\"x\"", "1") END,
		"--edge\r\nno head\r\n" END, "--edgeX\r\n" END,
		"--edge\r\nX: form-data; name=a\r\n\r\n1\r\n" END, PART("name=", "1") END };
	const char *long_name = arena_printf(&u->arena, PART("name=\"%0101d\"", "1") END, 1);

	is_err("long name", &u->cx, body(u, &form, multipart, long_name), ERR_INPUT);
	for (size_t i = 0; i < NELEM(bad); i++)
		is_err(bad[i], &u->cx, body(u, &form, multipart, bad[i]), ERR_INPUT);
	MUST(body(u, &form, multipart, END));
	assert_int_equal(form.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(a_query_is_decoded),
		UNIT_TEST(a_broken_query_is_refused),
		UNIT_TEST(the_number_of_fields_is_limited),
		UNIT_TEST(nothing_is_read_past_the_end),
		UNIT_TEST(values_are_found_by_name),
		UNIT_TEST(the_content_type_selects_the_parser),
		UNIT_TEST(a_multipart_body_has_texts_and_files),
		UNIT_TEST(a_file_may_hold_any_bytes_and_a_text_may_not),
		UNIT_TEST(headers_of_parts_are_read_however_they_are_written),
		UNIT_TEST(a_broken_multipart_body_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
