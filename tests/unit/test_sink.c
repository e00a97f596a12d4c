/* SPDX-License-Identifier: MIT */
/* What all sinks share: the table, and the limits that no sink has to check. */
#include "shared/providers/sink.h"

#include "tests/unit/unit.h"

static struct message read_bytes(
	struct unit *u, const struct sink *sink, const char *body, size_t length)
{
	struct message m;
	char *copy = arena_strndup(&u->arena, body, length);

	sink_read(&u->cx, sink, copy, length, &m);
	return m;
}

static void sinks_are_found_by_name(void **state)
{
	static const char *const others[] = { "", "Kodi", "kod", "kodi ", "plex" };

	for (size_t i = 0; i < sink_count; i++)
		assert_ptr_equal(sink_find(sinks[i]->name), sinks[i]);
	for (size_t i = 0; i < NELEM(others); i++)
		assert_null(sink_find(others[i]));
}

/* A step without words, or with an unknown gap, would be shown literally. */
static int64_t steps_with_url(const struct sink *s)
{
	int64_t found = 0;

	for (const char *const *step = s->steps; *step; step++) {
		assert_true(strlen(*step) > 10);
		found += strstr(*step, "{url}") != NULL;
	}
	return found;
}

static void every_sink_says_how_to_connect_it(void **state)
{
	for (size_t i = 0; i < sink_count; i++) {
		const struct sink *s = sinks[i];

		is_i64(s->name, "letters of the name",
			(int64_t)strspn(s->name, "abcdefghijklmnopqrstuvwxyz0123456789-"),
			(int64_t)strlen(s->name));
		assert_true(strlen(s->title) > 0);
		is_i64(s->name, "steps with the address", steps_with_url(s), 1);
		assert_non_null(s->decode);
		if (i > 0)
			assert_true(strcmp(sinks[i - 1]->name, s->name) < 0);
	}
}

static void every_sink_refuses_invalid_json(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const char *name;
		const char *body;
		size_t length;
		enum reason reason;
	} rows[] = {
		/* clang-format off */
		{ "no body", "", 0, REASON_NO_BODY },
		{ "a blank", " ", 1, REASON_NOT_JSON },
		{ "a NUL", "\0", 1, REASON_NOT_JSON },
		{ "text", "hello", 5, REASON_NOT_JSON },
		{ "half a body", "{\"Event\":\"Pl", 12, REASON_NOT_JSON },
		{ "bad UTF-8", "{\"Event\":\"\xff\"}", 13, REASON_NOT_JSON },
		{ "more than one", "{} {}", 5, REASON_NOT_JSON },
		{ "a form", "payload=%7B%7D", 14, REASON_NOT_JSON },
		{ "an empty object", "{}", 2, REASON_WRONG_SHAPE },
		{ "an array", "[]", 2, REASON_WRONG_SHAPE },
		{ "null", "null", 4, REASON_WRONG_SHAPE },
		{ "a number", "1", 1, REASON_WRONG_SHAPE },
		{ "a string", "\"Play\"", 6, REASON_WRONG_SHAPE },
		/* clang-format on */
	};

	for (size_t i = 0; i < sink_count; i++)
		for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
			struct message m = read_bytes(u, sinks[i], r->body, r->length);

			is_text(r->name, "reason", reason_name(m.reason), reason_name(r->reason));
			is_text(r->name, "outcome", outcome_name(reason_outcome(m.reason)),
				"refused");
			if (r->reason == REASON_WRONG_SHAPE)
				assert_true(u->cx.field[0] && u->cx.expected[0]);
			else
				assert_string_equal(u->cx.field, "");
			assert_int_equal(m.report.kind, KIND_NONE);
		}
}

/* The error of one body must not be reported for the next. */
static void an_error_does_not_leak_into_the_next_body(void **state)
{
	struct unit *u = *state;
	struct message m = read_bytes(u, &sink_kodi, "{}", 2);

	assert_true(u->cx.field[0] != '\0');
	assert_non_null(m.detail);
	read_bytes(u, &sink_kodi, "", 0);
	assert_string_equal(u->cx.field, "");
	assert_string_equal(u->cx.expected, "");
}

static void a_body_has_a_maximum_size(void **state)
{
	struct unit *u = *state;
	char *body = arena_alloc(&u->arena, BODY_MAX + 2);
	struct message m;

	memset(body, ' ', BODY_MAX + 1);
	memcpy(body, "{}", 2);
	sink_read(&u->cx, &sink_kodi, body, BODY_MAX + 1, &m);
	assert_int_equal(m.reason, REASON_TOO_LARGE);
	body[BODY_MAX] = '\0';
	sink_read(&u->cx, &sink_kodi, body, BODY_MAX, &m);
	assert_int_equal(m.reason, REASON_WRONG_SHAPE);
}

static void a_body_has_a_maximum_number_of_values(void **state)
{
	struct unit *u = *state;
	char *body = arena_alloc(&u->arena, 2 * JSON_VALUES_MAX + 10);
	struct message m;

	/* The array and its elements, exactly at the limit; then one more. */
	memset(body, ' ', 2 * JSON_VALUES_MAX + 5);
	for (size_t i = 0; i < JSON_VALUES_MAX - 1; i++)
		memcpy(body + 1 + 2 * i, "0,", 2);
	body[0] = '[';
	body[2 * JSON_VALUES_MAX - 2] = ']';
	m = read_bytes(u, &sink_kodi, body, strlen(body));
	assert_int_equal(m.reason, REASON_WRONG_SHAPE);
	memcpy(body + 2 * JSON_VALUES_MAX - 2, ",0]", 3);
	m = read_bytes(u, &sink_kodi, body, strlen(body));
	assert_int_equal(m.reason, REASON_TOO_LARGE);
}

static void an_empty_message_says_nothing(void **state)
{
	struct message m;

	memset(&m, 0x5a, sizeof(m));
	message_init(&m);
	assert_int_equal(m.reason, REASON_NONE);
	assert_null(m.event);
	assert_null(m.user);
	assert_null(m.user_id);
	assert_null(m.event_id);
	assert_null(m.run);
	assert_null(m.ends_run);
	assert_null(m.detail);
	assert_null(m.report.title);
	assert_null(m.report.session);
	assert_int_equal(m.report.kind, KIND_NONE);
	assert_int_equal(m.report.ids.count, 0);
	assert_int_equal(m.report.year, UNSAID);
	assert_int_equal(m.report.season, UNSAID);
	assert_int_equal(m.report.episode, UNSAID);
	assert_int_equal(m.report.episode_end, UNSAID);
	assert_int_equal(m.report.position, UNSAID);
	assert_int_equal(m.report.duration, UNSAID);
	assert_int_equal(m.report.at_ms, UNSAID);
	assert_false(
		m.report.finished || m.report.passed || m.report.starts_sitting || m.drop_body);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sinks_are_found_by_name),
		cmocka_unit_test(every_sink_says_how_to_connect_it),
		UNIT_TEST(every_sink_refuses_invalid_json),
		UNIT_TEST(an_error_does_not_leak_into_the_next_body),
		UNIT_TEST(a_body_has_a_maximum_size),
		UNIT_TEST(a_body_has_a_maximum_number_of_values),
		cmocka_unit_test(an_empty_message_says_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
