/* SPDX-License-Identifier: MIT */
/* What all sinks share: limits, forms, several reports in one body. */
#include "shared/base/buf.h"
#include "tests/sinks.h"
#include "tests/unit/unit.h"

static struct message read_bytes(
	struct unit *u, const struct sink *sink, const char *body, size_t length)
{
	return first_message(&u->cx, sink, arena_strndup(&u->arena, body, length), length);
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

	for (size_t i = 0; i < provider_count; i++)
		for (const struct row *r = rows; providers[i]->sink && r < rows + NELEM(rows);
			r++) {
			struct message m = read_bytes(u, providers[i]->sink, r->body, r->length);

			is_text(r->name, "reason", reason_name(m.reason), reason_name(r->reason));
			is_text(r->name, "outcome", outcome_name(reason_outcome(m.reason)),
				"refused");
			assert_int_equal(m.field != NULL, r->reason == REASON_WRONG_SHAPE);
			assert_int_equal(m.expected != NULL, r->reason == REASON_WRONG_SHAPE);
			assert_int_equal(m.report.kind, KIND_NONE);
		}
}

/* The error of one body must not be reported for the next. */
static void an_error_does_not_leak_into_the_next_body(void **state)
{
	struct unit *u = *state;
	struct message m = read_bytes(u, provider_kodi.sink, "{}", 2);

	assert_non_null(m.field);
	assert_non_null(m.detail);
	m = read_bytes(u, provider_kodi.sink, "", 0);
	assert_null(m.field);
	assert_null(m.expected);
}

static void a_body_has_a_maximum_size(void **state)
{
	struct unit *u = *state;
	char *body = arena_alloc(&u->arena, BODY_MAX + 2);
	struct message m;

	memset(body, ' ', BODY_MAX + 1);
	memcpy(body, "{}", 2);
	m = first_message(&u->cx, provider_kodi.sink, body, BODY_MAX + 1);
	assert_int_equal(m.reason, REASON_TOO_LARGE);
	body[BODY_MAX] = '\0';
	m = first_message(&u->cx, provider_kodi.sink, body, BODY_MAX);
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
	m = read_bytes(u, provider_kodi.sink, body, strlen(body));
	assert_int_equal(m.reason, REASON_WRONG_SHAPE);
	memcpy(body + 2 * JSON_VALUES_MAX - 2, ",0]", 3);
	m = read_bytes(u, provider_kodi.sink, body, strlen(body));
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
	assert_false(m.folds_daily);
}

/* ---- several reports in one body ---- */

#define FILM(id) "{\"identifier\":\"" id "\",\"lot\":\"movie\",\"progress\":50}"

static void read_list(struct unit *u, const char *body, struct messages *out)
{
	sink_read(&u->cx, provider_kodi.sink, (struct bytes){ body, strlen(body) }, out);
}

static const char *body_of(struct unit *u, const struct message *m)
{
	return arena_strndup(&u->arena, m->body.at ? m->body.at : "", m->body.length);
}

static void each_report_of_a_list_is_a_message(void **state)
{
	struct unit *u = *state;
	struct messages got;

	read_list(u, "{\"reports\": [" FILM("603") " , " FILM("604") "]}", &got);
	assert_int_equal(got.count, 2);
	is_text("first", "id", got.list[0]->report.ids.list[0].value, "603");
	is_text("second", "id", got.list[1]->report.ids.list[0].value, "604");
	is_text("second", "body", body_of(u, got.list[1]), FILM("604"));
	assert_int_equal(got.list[1]->reason, REASON_NONE);
}

static void a_bad_report_does_not_take_the_others_with_it(void **state)
{
	struct unit *u = *state;
	struct messages got;

	read_list(u, "{\"reports\":[" FILM("603") ",{\"lot\":\"song\"},7," FILM("605") "]}", &got);
	assert_int_equal(got.count, 4);
	assert_int_equal(got.list[0]->reason, REASON_NONE);
	assert_int_equal(got.list[1]->reason, REASON_WRONG_SHAPE);
	is_text("song", "field", got.list[1]->field, "reports[1].lot");
	is_text("song", "body", body_of(u, got.list[1]), "{\"lot\":\"song\"}");
	assert_int_equal(got.list[2]->reason, REASON_WRONG_SHAPE);
	assert_int_equal(got.list[3]->reason, REASON_NONE);
	assert_null(got.list[3]->field);
}

static void an_empty_list_is_one_message_that_says_so(void **state)
{
	struct unit *u = *state;
	struct messages got;

	read_list(u, "{\"reports\":[]}", &got);
	assert_int_equal(got.count, 1);
	assert_int_equal(got.list[0]->reason, REASON_NOT_PLAYBACK);
	is_text("empty", "detail", got.list[0]->detail, "The body holds no report.");
}

static const char *list_of(struct unit *u, int count)
{
	struct buf b;

	buf_init(&b, &u->arena, MIB(1));
	buf_puts(&b, "{\"reports\":[");
	for (int i = 0; i < count; i++)
		buf_addf(&b, "%s" FILM("603"), i ? "," : "");
	buf_puts(&b, "]}");
	return b.text;
}

static void a_list_that_is_too_long_is_refused_as_a_whole(void **state)
{
	struct unit *u = *state;
	struct messages got;

	read_list(u, list_of(u, MESSAGES_MAX), &got);
	assert_int_equal(got.count, MESSAGES_MAX);
	assert_int_equal(got.list[MESSAGES_MAX - 1]->reason, REASON_NONE);
	read_list(u, list_of(u, MESSAGES_MAX + 1), &got);
	assert_int_equal(got.count, 1);
	assert_int_equal(got.list[0]->reason, REASON_WRONG_SHAPE);
	is_text("long", "field", got.list[0]->field, "reports");
	is_text("long", "body", body_of(u, got.list[0]), "");
	assert_int_equal(got.list[0]->report.ids.count, 0);
}

/* ---- bodies of others ---- */

static void a_body_of_another_sender_is_told(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const struct provider *to;
		const char *body, *names; /* NULL: nobody */
	} rows[] = {
		/* clang-format off */
		{ &provider_jellyfin, FILM("603"), "Kodi" },
		{ &provider_kodi, "{\"Event\":\"Play\",\"Server\":{}}", "Jellyfin" },
		{ &provider_kodi, "{\"lot\":\"song\",\"progress\":1}", NULL },
		{ &provider_kodi, "{\"Event\":\"Play\"}", NULL },
		{ &provider_jellyfin, "{\"Event\":\"Stop\",\"Server\":{}}", NULL },
		/* clang-format on */
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		struct message m = read_bytes(u, r->to->sink, r->body, strlen(r->body));
		const char *said = strstr(m.detail, "looks like a body of ");

		is_text(r->body, "reason", reason_name(m.reason), "wrong-shape");
		assert_int_equal(said != NULL, r->names != NULL);
		if (said)
			assert_non_null(strstr(said, r->names));
	}
}

/* ---- forms ---- */

#define MULTIPART "multipart/form-data; boundary=x"
#define PART(name, value)                                                                          \
	"--x\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n" value "\r\n"
#define PICTURE                                                                                    \
	"--x\r\nContent-Disposition: form-data; name=\"thumb\"; filename=\"a.jpg\"\r\n"            \
	"Content-Type: image/jpeg\r\n\r\n\xff\xd8\xff\r\n"

static void the_json_is_found_in_its_envelope(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const char *name, *field, *type, *body;
		const char *want; /* NULL: refused */
	} rows[] = {
		/* clang-format off */
		{ "plain", NULL, "application/json", "{}", "{}" },
		{ "plain, whatever the type says", NULL, MULTIPART, "{}", "{}" },
		{ "no type", "payload", "", "{\"a\":1}", "{\"a\":1}" },
		{ "JSON where a form may come", "payload", "application/json; charset=utf-8", "{}", "{}" },
		{ "text", "data", "text/plain", "{}", "{}" },
		{ "JSON as curl posts it", "data", "application/x-www-form-urlencoded", " {}", " {}" },
		{ "JSON that says multipart", "data", MULTIPART, "{}", "{}" },
		{ "a form", "data", "application/x-www-form-urlencoded", "a=1&data=%7B%22a%22%3A1%7D",
			"{\"a\":1}" },
		{ "a form of other fields", "data", "application/x-www-form-urlencoded", "a=1", NULL },
		{ "a damaged form", "data", "application/x-www-form-urlencoded", "data=%7", NULL },
		{ "multipart", "payload", MULTIPART, PART("payload", "{\"a\":1}") "--x--\r\n",
			"{\"a\":1}" },
		{ "multipart with a picture", "payload", MULTIPART,
			PART("payload", "{}") PICTURE "--x--", "{}" },
		{ "the picture first", "payload", "Multipart/Form-Data; boundary=x",
			PICTURE PART("payload", "{}") "--x--", "{}" },
		{ "the picture only", "payload", MULTIPART, PICTURE "--x--", NULL },
		{ "the field twice", "payload", MULTIPART,
			PART("payload", "{}") PART("payload", "[]") "--x--", NULL },
		{ "another boundary", "payload", "multipart/form-data; boundary=y",
			PART("payload", "{}") "--x--", NULL },
		{ "cut off in the picture", "payload", MULTIPART, PART("payload", "{}") PICTURE, NULL },
		{ "no end", "payload", MULTIPART, PART("payload", "{}"), NULL },
		{ "no boundary", "payload", "multipart/form-data", PART("payload", "{}") "--x--", NULL },
		/* clang-format on */
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		const struct sink sink = { .form_field = r->field };
		struct bytes body = { r->body, strlen(r->body) }, got;
		enum err err = sink_payload(&u->cx, &sink, r->type, body, &got);

		is_err(r->name, &u->cx, err, r->want ? OK : ERR_INPUT);
		if (r->want) {
			is_i64(r->name, "length", (int64_t)got.length, (int64_t)strlen(r->want));
			is_text(r->name, "payload", got.at, r->want);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(every_sink_refuses_invalid_json),
		UNIT_TEST(an_error_does_not_leak_into_the_next_body),
		UNIT_TEST(a_body_has_a_maximum_size),
		UNIT_TEST(a_body_has_a_maximum_number_of_values),
		cmocka_unit_test(an_empty_message_says_nothing),
		UNIT_TEST(each_report_of_a_list_is_a_message),
		UNIT_TEST(a_bad_report_does_not_take_the_others_with_it),
		UNIT_TEST(an_empty_list_is_one_message_that_says_so),
		UNIT_TEST(a_list_that_is_too_long_is_refused_as_a_whole),
		UNIT_TEST(a_body_of_another_sender_is_told),
		UNIT_TEST(the_json_is_found_in_its_envelope),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
