/* SPDX-License-Identifier: MIT */
/*
 * Kodi's extended body, and bad and odd ones; the plain ones are fixtures.
 * Every body here is written with ' instead of ", which no value needs.
 */
#include "tests/basis.h"
#include "tests/sinks.h"
#include "tests/unit/unit.h"

static struct message read_body(struct unit *u, const char *text)
{
	char *body = arena_strdup(&u->arena, text);

	for (char *at = body; *at; at++)
		if (*at == '\'')
			*at = '"';
	return first_message(&u->cx, provider_kodi.sink, body, strlen(body));
}

#define FILM(rest)    "{'identifier':'603','lot':'movie'" rest "}"
#define EPISODE(rest) "{'identifier':'1396','lot':'show','progress':50" rest "}"

static void wrong_values_are_named(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const char *body, *field;
	} rows[] = {
		/* clang-format off */
		{ "{'identifier':'603','progress':50}", "lot" },
		{ "{'identifier':'603','lot':'music','progress':50}", "lot" },
		{ "{'identifier':'603','lot':'book','progress':50}", "lot" },
		{ "{'identifier':'603','lot':5,'progress':50}", "lot" },
		{ "{'identifier':[],'lot':'movie','progress':50}", "identifier" },
		{ "{'identifier':60.3,'lot':'movie','progress':50}", "identifier" },
		{ FILM(""), "progress" },
		{ FILM(",'progress':null"), "progress" },
		{ FILM(",'progress':'50'"), "progress" },
		{ FILM(",'progress':true"), "progress" },
		{ FILM(",'progress':1e999"), "progress" },
		{ FILM(",'progress':1e300"), "progress" },
		{ FILM(",'position_ms':1"), "progress" },
		{ FILM(",'progress':5,'position_ms':'1'"), "position_ms" },
		{ FILM(",'progress':5,'position_ms':-2"), "position_ms" },
		{ FILM(",'progress':5,'position_ms':99999999999999999999"), "position_ms" },
		{ FILM(",'progress':5,'duration_ms':1.5"), "duration_ms" },
		{ FILM(",'progress':5,'at':'yesterday'"), "at" },
		{ FILM(",'progress':5,'at':1792350131"), "at" },
		{ FILM(",'progress':5,'sent_at':'now'"), "sent_at" },
		{ FILM(",'progress':5,'event':5"), "event" },
		{ FILM(",'progress':5,'event_id':5"), "event_id" },
		{ FILM(",'progress':5,'session':{}"), "session" },
		{ FILM(",'progress':5,'ids':'tt0133093'"), "ids" },
		{ FILM(",'progress':5,'addon_version':5"), "addon_version" },
		/* clang-format on */
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		struct message m = read_body(u, r->body);

		is_text(r->body, "reason", reason_name(m.reason), "wrong-shape");
		is_text(r->body, "field", u->cx.field, r->field);
	}
}

static void missing_values_have_their_reason(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const char *body;
		enum reason reason;
	} rows[] = {
		/* clang-format off */
		{ FILM(",'progress':50"), REASON_NONE },
		{ "{'identifier':603,'lot':'movie','progress':50}", REASON_NONE },
		{ "{'identifier':'','lot':'movie','progress':50}", REASON_NO_IDENTIFIER },
		{ "{'identifier':null,'lot':'movie','progress':50}", REASON_NO_IDENTIFIER },
		{ "{'lot':'movie','progress':50}", REASON_NO_IDENTIFIER },
		{ "{'identifier':'abc','lot':'movie','progress':50}", REASON_NO_IDENTIFIER },
		{ "{'lot':'movie','progress':50,'ids':{'imdb':'tt0133093'}}", REASON_NONE },
		{ EPISODE(""), REASON_INCOMPLETE_EPISODE },
		{ EPISODE(",'show_season_number':1"), REASON_INCOMPLETE_EPISODE },
		{ EPISODE(",'show_season_number':-1,'show_episode_number':2"), REASON_INCOMPLETE_EPISODE },
		{ EPISODE(",'show_season_number':1,'show_episode_number':-1"), REASON_INCOMPLETE_EPISODE },
		{ EPISODE(",'show_season_number':0,'show_episode_number':0"), REASON_NONE },
		{ FILM(",'event':'watched'"), REASON_NONE },
		{ FILM(",'event':'unwatched','progress':0"), REASON_UNMARK },
		{ "{'lot':'movie','event':'watched'}", REASON_NO_IDENTIFIER },
		{ EPISODE(",'show_season_number':2023,'show_episode_number':20230115"), REASON_NONE },
		{ EPISODE(",'show_season_number':'1','show_episode_number':1"), REASON_INCOMPLETE_EPISODE },
		{ EPISODE(",'show_season_number':-2,'show_episode_number':1"), REASON_INCOMPLETE_EPISODE },
		{ EPISODE(",'show_season_number':1,'show_episode_number':1.5"), REASON_INCOMPLETE_EPISODE },
		{ FILM(",'progress':5,'title':5"), REASON_NONE },
		{ FILM(",'progress':5,'year':'1999'"), REASON_NONE },
		{ FILM(",'progress':5,'year':-5"), REASON_NONE },
		{ "{'identifier':' 603 ','lot':'movie','progress':50}", REASON_NONE },
		{ "{'identifier':'None','lot':'movie','progress':50}", REASON_NO_IDENTIFIER },
		/* clang-format on */
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++)
		is_text(r->body, "reason", reason_name(read_body(u, r->body).reason),
			reason_name(r->reason));
}

static void the_extended_body_is_read_in_full(void **state)
{
	struct message m =
		read_body(*state, EPISODE(",'show_season_number':1,'show_episode_number':2,"
					  "'event':'pause','event_id':'e1','session':'s1',"
					  "'at':'2026-10-18T21:02:11.5+02:00',"
					  "'sent_at':'2026-10-18T19:02:12.5Z',"
					  "'position_ms':1200000,'duration_ms':2400000,"
					  "'title':'Pilot','show_title':'Breaking Bad',"
					  "'year':2008,'addon_version':'1.0','new':[{}],"
					  "'ids':{'imdb':'tt0903747','tvdb':'81189',"
					  "'tmdb':'9','unknown':'x'}"));
	const struct report *r = &m.report;

	assert_int_equal(m.reason, REASON_NONE);
	assert_string_equal(m.event, "pause");
	assert_string_equal(m.event_id, "e1");
	assert_string_equal(m.sender_version, "1.0");
	assert_null(m.user);
	assert_int_equal(r->kind, KIND_SHOW);
	assert_string_equal(r->title, "Breaking Bad");
	assert_string_equal(r->part_title, "Pilot");
	assert_int_equal(r->year, 2008);
	assert_int_equal(r->season, 1);
	assert_int_equal(r->episode, 2);
	assert_int_equal(r->position, 1200000);
	assert_int_equal(r->duration, 2400000);
	assert_int_equal(r->units_per_ms, 1);
	assert_int_equal(r->basis, BASIS_SESSION_POSITION);
	assert_true(r->at_ms == INT64_C(1792350131500));
	assert_true(r->sent_ms == INT64_C(1792350132500));
	assert_string_equal(r->session, "s1");
	assert_int_equal(r->ids.count, 3);
	assert_string_equal(r->ids.list[0].value, "1396"); /* the identifier */
	assert_string_equal(r->ids.list[1].value, "81189");
	assert_string_equal(r->ids.list[2].value, "tt0903747");
}

static void a_mark_is_finished_without_a_position(void **state)
{
	struct message m = read_body(*state, FILM(",'event':'watched','progress':100"));

	assert_true(m.report.finished && !m.report.ends_sitting);
	assert_int_equal(m.report.basis, BASIS_EXPLICIT_MARK);
}

static void the_title_of_a_film_is_that_of_the_work(void **state)
{
	struct message m = read_body(*state, FILM(",'progress':5,'title':'The Matrix','year':0"));

	assert_string_equal(m.report.title, "The Matrix");
	assert_null(m.report.part_title);
	assert_int_equal(m.report.year, UNSAID); /* Kodi's "unknown" */
}

static void the_percentage_is_used_without_a_position(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const char *body;
		int64_t share, units_per_ms;
		enum basis basis;
	} rows[] = {
		/* clang-format off */
		{ FILM(",'progress':34"), 340000, 0, BASIS_REPORTED_PERCENT },
		{ FILM(",'progress':95.0001"), 950001, 0, BASIS_REPORTED_PERCENT },
		{ FILM(",'progress':120"), SHARE_WHOLE, 0, BASIS_REPORTED_PERCENT },
		{ FILM(",'progress':-1"), UNSAID, 0, BASIS_REPORTED_PERCENT },
		{ FILM(",'progress':34,'position_ms':50,'duration_ms':100"), 500000, 1, BASIS_SESSION_POSITION },
		{ FILM(",'progress':34,'position_ms':-1,'duration_ms':100"), 340000, 0, BASIS_REPORTED_PERCENT },
		{ FILM(",'progress':34,'position_ms':50,'duration_ms':0"), 340000, 0, BASIS_REPORTED_PERCENT },
		{ FILM(",'progress':34,'position_ms':50"), 340000, 0, BASIS_REPORTED_PERCENT },
		{ FILM(",'position_ms':50,'duration_ms':100"), 500000, 1, BASIS_SESSION_POSITION },
		/* clang-format on */
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		struct report got = read_body(u, r->body).report;

		is_i64(r->body, "share", report_share(got.position, got.duration), r->share);
		is_i64(r->body, "units", got.units_per_ms, r->units_per_ms);
		is_text(r->body, "basis", basis_name(got.basis), basis_name(r->basis));
	}
}

static void start_and_end_set_their_flags(void **state)
{
	struct unit *u = *state;
	struct message start = read_body(u, FILM(",'progress':0,'event':'start'"));
	struct message end = read_body(u, FILM(",'event':'end'"));
	struct message stop = read_body(u, FILM(",'progress':50,'event':'stop'"));

	assert_true(start.report.starts_sitting);
	assert_false(start.report.finished);
	assert_int_equal(end.reason, REASON_NONE);
	assert_true(end.report.finished);
	assert_false(end.report.starts_sitting);
	assert_false(stop.report.finished);
	assert_true(end.report.ends_sitting && stop.report.ends_sitting);
	assert_false(start.report.ends_sitting);
}

static void a_test_needs_nothing_but_its_name(void **state)
{
	struct unit *u = *state;
	struct message m = read_body(u, "{'event':'test','addon_version':'0.1.0'}");

	assert_int_equal(m.reason, REASON_TEST);
	assert_string_equal(m.event, "test");
	assert_string_equal(m.sender_version, "0.1.0");
	assert_null(m.run);
	m = read_body(u, "{'event':'testing','addon_version':'0.1.0'}");
	assert_int_equal(m.reason, REASON_WRONG_SHAPE);
}

static void only_samples_make_a_run(void **state)
{
	struct unit *u = *state;
	struct message plain = read_body(u, FILM(",'progress':50"));
	struct message tick = read_body(u, FILM(",'progress':50,'event':'progress'"));
	struct message pause = read_body(u, FILM(",'progress':50,'event':'pause'"));
	struct message other = read_body(u, "{'identifier':'604',"
					    "'lot':'movie','progress':50}");
	struct message session = read_body(u, FILM(",'progress':50,'session':'s2'"));

	assert_non_null(plain.run);
	assert_string_equal(plain.run, tick.run);
	assert_null(pause.run);
	assert_string_equal(pause.ends_run, plain.run);
	assert_string_not_equal(other.run, plain.run);
	assert_string_not_equal(session.run, plain.run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(wrong_values_are_named),
		UNIT_TEST(missing_values_have_their_reason),
		UNIT_TEST(the_extended_body_is_read_in_full),
		UNIT_TEST(a_mark_is_finished_without_a_position),
		UNIT_TEST(the_title_of_a_film_is_that_of_the_work),
		UNIT_TEST(the_percentage_is_used_without_a_position),
		UNIT_TEST(start_and_end_set_their_flags),
		UNIT_TEST(a_test_needs_nothing_but_its_name),
		UNIT_TEST(only_samples_make_a_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
