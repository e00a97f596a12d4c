/* SPDX-License-Identifier: MIT */
/*
 * Bad and odd Jellyfin bodies; the good ones are fixtures. Every body here is
 * written with ' instead of ", which no value needs.
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
	return first_message(&u->cx, provider_jellyfin.sink, body, strlen(body));
}

/* A film half played; `item` and `rest` come before the usual members. */
#define BODY(event, item, play_state)                                                              \
	"{'Event':'" event "','Item':{" item "'Type':'Movie','ProviderIds':{'Tmdb':'603'}},"       \
	"'Session':{'PlayState':{" play_state "}}}"
#define RUNTIME  "'RunTimeTicks':1000000,"
#define POSITION "'PositionTicks':500000"

static void wrong_values_are_named(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const char *body, *field;
	} rows[] = {
		/* clang-format off */
		{ "{'Event':5}", "Event" },
		{ "{'Event':''}", "Event" },
		{ "{'Event':null}", "Event" },
		{ "{'NotificationType':'PlaybackStart'}", "Event" },
		{ "{'Event':'Play'}", "Item" },
		{ "{'Event':'Play','Item':null}", "Item" },
		{ "{'Event':'Play','Item':[]}", "Item" },
		{ "{'Event':'Play','Item':'x'}", "Item" },
		{ "{'Event':'Play','Item':{},'User':'al'}", "User" },
		{ "{'Event':'Play','Item':{},'User':{'Name':5}}", "User.Name" },
		{ "{'Event':'Play','Item':{},'Session':[]}", "Session" },
		{ "{'Event':'Play','Item':{'Type':5}}", "Item.Type" },
		{ BODY("Play", "'ProviderIds':[],", POSITION), NULL }, /* the last one counts */
		{ BODY("Play", "'RunTimeTicks':'1000000',", POSITION), "Item.RunTimeTicks" },
		{ BODY("Play", "'RunTimeTicks':1.5,", POSITION), "Item.RunTimeTicks" },
		{ BODY("Play", "'RunTimeTicks':true,", POSITION), "Item.RunTimeTicks" },
		{ BODY("Play", "'RunTimeTicks':9223372036854775808,", POSITION), "Item.RunTimeTicks" },
		{ BODY("Play", "'RunTimeTicks':99999999999999999999,", POSITION), "Item.RunTimeTicks" },
		{ BODY("Play", "'RunTimeTicks':-99999999999999999999,", POSITION), "Item.RunTimeTicks" },
		{ BODY("Play", RUNTIME, "'PositionTicks':'500000'"), "Session.PlayState.PositionTicks" },
		{ BODY("Play", RUNTIME, "'PositionTicks':5e5"), "Session.PlayState.PositionTicks" },
		{ BODY("Play", RUNTIME, "'PositionTicks':1e999"), "Session.PlayState.PositionTicks" },
		{ BODY("Play", RUNTIME, "'PositionTicks':99999999999999999999"), "Session.PlayState.PositionTicks" },
		{ BODY("Stop", RUNTIME "'UserData':{'Played':1},", ""), "Item.UserData.Played" },
		{ BODY("Stop", RUNTIME "'UserData':{'PlaybackPositionTicks':'1'},", ""), "Item.UserData.PlaybackPositionTicks" },
		{ BODY("Play", RUNTIME "'MediaSources':[{'Id':{}}],", POSITION ",'MediaSourceId':'a'"), "Item.MediaSources[0].Id" },
		{ "{'Event':'Play','Item':{'Type':'Episode'},'Series':'x'}", "Series" },
		/* clang-format on */
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		struct message m = read_body(u, r->body);

		is_text(r->body, "field", u->cx.field, r->field ? r->field : "");
		is_text(r->body, "reason", reason_name(m.reason),
			r->field ? "wrong-shape" : "none");
		if (r->field)
			assert_true(m.detail && *m.detail);
	}
}

static void the_other_plugin_gets_a_helpful_refusal(void **state)
{
	struct message m =
		read_body(*state, "{'NotificationType':'PlaybackStart','ItemType':'Movie'}");

	assert_non_null(strstr(m.detail, "official"));
}

static void missing_values_have_their_reason(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const char *body;
		enum reason reason;
	} rows[] = {
		/* clang-format off */
		{ BODY("Play", RUNTIME, POSITION), REASON_NONE },
		{ "{'Event':'Play','Item':{'Type':'Movie'}}", REASON_NO_IDENTIFIER },
		{ "{'Event':'Play','Item':{'Type':'Movie','ProviderIds':{'Tmdb':'','Imdb':'nm0000206','Tvdb':'0'}}}", REASON_NO_IDENTIFIER },
		{ "{'Event':'Play','Item':{'Type':'Movie','ProviderIds':{'Tmdb':603}}}", REASON_NONE },
		{ "{'Event':'Play','Item':{'Type':'Movie','ProviderIds':{'TmdbCollection':'2344'}}}", REASON_NO_IDENTIFIER },
		{ "{'Event':'Play','Item':{'Type':'Movie','ExtraType':'Trailer','ProviderIds':{'Tmdb':'603'}}}", REASON_UNSUPPORTED_TYPE },
		{ "{'Event':'Play','Item':{}}", REASON_UNSUPPORTED_TYPE },
		{ "{'Event':'Play','Item':{'Type':'movie','ProviderIds':{'Tmdb':'603'}}}", REASON_UNSUPPORTED_TYPE },
		{ "{'Event':'Play','Item':{'Type':'Episode','IndexNumber':1,'ParentIndexNumber':1,'ProviderIds':{'Tmdb':'62085'}}}", REASON_NO_IDENTIFIER },
		{ "{'Event':'Play','Item':{'Type':'Episode','IndexNumber':1},'Series':{'ProviderIds':{'Tmdb':'1396'}}}", REASON_INCOMPLETE_EPISODE },
		{ "{'Event':'Play','Item':{'Type':'Episode','ParentIndexNumber':1},'Series':{'ProviderIds':{'Tmdb':'1396'}}}", REASON_INCOMPLETE_EPISODE },
		{ "{'Event':'Play','Item':{'Type':'Episode','IndexNumber':0,'ParentIndexNumber':0},'Series':{'ProviderIds':{'Tmdb':'1396'}}}", REASON_NONE },
		{ "{'Event':'Stop','Item':{'Type':'Movie','ProviderIds':{'Tmdb':'603'},'UserData':{'Played':true}}}", REASON_NO_RUNTIME },
		{ "{'Event':'MarkPlayed','Item':{'Type':'Movie','ProviderIds':{'Tmdb':'603'}}}", REASON_NONE },
		{ "{'Event':'MarkUnplayed','Item':{'Type':'Movie','ProviderIds':{'Tmdb':'603'}}}", REASON_UNMARK },
		{ "{'Event':'Rate','Item':{'Type':'Movie'}}", REASON_RATING },
		{ "{'Event':'ItemAdded'}", REASON_NOT_PLAYBACK },
		{ "{'Event':'ItemAdded','Item':'whatever'}", REASON_NOT_PLAYBACK },
		/* clang-format on */
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++)
		is_text(r->body, "reason", reason_name(read_body(u, r->body).reason),
			reason_name(r->reason));
}

static void an_unknown_event_is_kept_with_its_body(void **state)
{
	struct message unknown =
		read_body(*state, "{'Event':'PlaybackFrozen','User':{'Name':'al'},'Item':5}");
	struct message other = read_body(*state, "{'Event':'ItemUpdated'}");
	struct message elsewhere = read_body(
		*state, "{'Title':'','Date':'','Server':{},'Event':'playback.start','Item':{}}");

	assert_int_equal(unknown.reason, REASON_NOT_PLAYBACK);
	assert_string_equal(unknown.event, "PlaybackFrozen");
	assert_string_equal(unknown.user, "al");
	assert_false(unknown.drop_body);
	assert_non_null(unknown.detail);
	assert_true(unknown.folds_daily);
	assert_null(other.detail);
	/* Of Emby: viewings are among them. */
	assert_int_equal(elsewhere.reason, REASON_NOT_PLAYBACK);
	assert_false(elsewhere.folds_daily || elsewhere.drop_body);
}

/* Session first; the server's own data only after a Stop. */
static void the_position_comes_from_the_best_source(void **state)
{
	struct unit *u = *state;
#define DATA(text) RUNTIME "'UserData':{" text "},"
	static const struct row {
		const char *body;
		int64_t position;
		bool finished;
		enum basis basis;
	} rows[] = {
		/* clang-format off */
		{ BODY("Progress", DATA("'PlaybackPositionTicks':7,'Played':true"), POSITION), 500000, false, BASIS_SESSION_POSITION },
		{ BODY("Stop", DATA("'PlaybackPositionTicks':7,'Played':true"), POSITION), 500000, false, BASIS_SESSION_POSITION },
		{ BODY("Stop", DATA("'PlaybackPositionTicks':7,'Played':true"), ""), 7, false, BASIS_USERDATA_POSITION },
		{ BODY("Stop", DATA("'PlaybackPositionTicks':0,'Played':true"), ""), UNSAID, true, BASIS_USERDATA_PLAYED },
		{ BODY("Stop", DATA("'Played':true"), ""), UNSAID, true, BASIS_USERDATA_PLAYED },
		{ BODY("Stop", DATA("'PlaybackPositionTicks':0,'Played':false"), ""), UNSAID, false, BASIS_NONE },
		{ BODY("Stop", RUNTIME, ""), UNSAID, false, BASIS_NONE },
		{ BODY("Stop", DATA("'Played':true"), "'PositionTicks':0"), 0, false, BASIS_SESSION_POSITION },
		{ BODY("Progress", DATA("'PlaybackPositionTicks':7,'Played':true"), ""), UNSAID, false, BASIS_NONE },
		{ BODY("Play", DATA("'PlaybackPositionTicks':7,'Played':true"), ""), UNSAID, false, BASIS_NONE },
		{ BODY("MarkPlayed", DATA("'PlaybackPositionTicks':7"), POSITION), UNSAID, true, BASIS_EXPLICIT_MARK },
		/* clang-format on */
	};
#undef DATA

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		struct report got = read_body(u, r->body).report;

		is_i64(r->body, "position", got.position, r->position);
		is_i64(r->body, "finished", got.finished, r->finished);
		is_text(r->body, "basis", basis_name(got.basis), basis_name(r->basis));
		is_i64(r->body, "duration", got.duration, 1000000);
	}
}

static void the_runtime_is_that_of_the_playing_version(void **state)
{
	struct unit *u = *state;
#define VERSIONS                                                                                   \
	RUNTIME "'MediaSources':[{'Id':'a','RunTimeTicks':1000000},"                               \
		"{'Id':'b','RunTimeTicks':2000000},{'Id':'c'}],"
	static const struct row {
		const char *body;
		int64_t duration;
		bool guessed;
	} rows[] = {
		/* clang-format off */
		{ BODY("Progress", VERSIONS, POSITION ",'MediaSourceId':'a'"), 1000000, false },
		{ BODY("Progress", VERSIONS, POSITION ",'MediaSourceId':'b'"), 2000000, false },
		{ BODY("Progress", VERSIONS, POSITION ",'MediaSourceId':'B'"), 2000000, false },
		{ BODY("Progress", VERSIONS, POSITION ",'MediaSourceId':'c'"), 1000000, false },
		{ BODY("Progress", VERSIONS, POSITION ",'MediaSourceId':'d'"), 1000000, true },
		{ BODY("Progress", VERSIONS, POSITION), 1000000, true },
		{ BODY("Progress", VERSIONS, "'PositionTicks':1500000"), 2000000, true },
		{ BODY("Progress", VERSIONS, "'PositionTicks':2500000"), 1000000, true },
		{ BODY("Progress", RUNTIME "'MediaSources':[],", POSITION), 1000000, false },
		{ BODY("Progress", RUNTIME "'MediaSources':{},", POSITION), 1000000, false },
		{ BODY("Progress", "'MediaSources':[{'Id':'a','RunTimeTicks':7}],", "'MediaSourceId':'a'"), 7, false },
		/* clang-format on */
	};
#undef VERSIONS

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		struct report got = read_body(u, r->body).report;

		is_i64(r->body, "duration", got.duration, r->duration);
		is_i64(r->body, "guessed", got.duration_guessed, r->guessed);
	}
}

#define EPISODE(numbers)                                                                           \
	"{'Event':'Progress','Item':{'Type':'Episode'," RUNTIME numbers "},"                       \
	"'Series':{'ProviderIds':{'Tmdb':'1396'}},'Session':{'PlayState':{" POSITION "}}}"

/* A value beside the viewing never makes a body fail: it is unknown instead. */
static void side_values_refuse_nothing(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const char *body;
		enum reason reason;
		int year, season, episode, end;
	} rows[] = {
	/* clang-format off */
#define FILM(year) BODY("Play", RUNTIME "'ProductionYear':" year ",", POSITION)
		{ FILM("1999"), REASON_NONE, 1999, -1, -1, -1 },
		{ FILM("0"), REASON_NONE, -1, -1, -1, -1 },
		{ FILM("-5"), REASON_NONE, -1, -1, -1, -1 },
		{ FILM("10000"), REASON_NONE, -1, -1, -1, -1 },
		{ FILM("1999.5"), REASON_NONE, -1, -1, -1, -1 },
		{ FILM("'1999'"), REASON_NONE, -1, -1, -1, -1 },
		{ FILM("[]"), REASON_NONE, -1, -1, -1, -1 },
		{ FILM("99999999999999999999"), REASON_NONE, -1, -1, -1, -1 },
#undef FILM
#define AT(season, episode) EPISODE("'ParentIndexNumber':" season ",'IndexNumber':" episode)
		{ AT("2023", "20230115"), REASON_NONE, -1, 2023, 20230115, -1 },
		{ AT("0", "0"), REASON_NONE, -1, 0, 0, -1 },
		{ AT("-1", "3"), REASON_INCOMPLETE_EPISODE, -1, -1, 3, -1 },
		{ AT("1", "-3"), REASON_INCOMPLETE_EPISODE, -1, 1, -1, -1 },
		{ AT("'1'", "3"), REASON_INCOMPLETE_EPISODE, -1, -1, 3, -1 },
		{ AT("1", "3000000000"), REASON_INCOMPLETE_EPISODE, -1, 1, -1, -1 },
#undef AT
		/* clang-format on */
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		struct message m = read_body(u, r->body);

		is_text(r->body, "reason", reason_name(m.reason), reason_name(r->reason));
		is_i64(r->body, "year", m.report.year, r->year);
		is_i64(r->body, "season", m.report.season, r->season);
		is_i64(r->body, "episode", m.report.episode, r->episode);
		is_i64(r->body, "end", m.report.episode_end, r->end);
	}
}

/* The file of a hundred minutes, or of 62, holds what it can hold. */
static void an_end_that_cannot_be_is_left_out(void **state)
{
	struct unit *u = *state;
	static const struct row {
		int minutes;
		int64_t end;
		int want;
		bool is_noted;
	} rows[] = {
		/* clang-format off */
		{ 62, 1, 1, false },
		{ 62, 2, 2, false },
		{ 62, 5, 5, false },
		{ 62, 45, UNSAID, true },
		{ 62, 791, UNSAID, true },
		{ 100, 8, 8, false },
		{ 100, 9, UNSAID, true },
		{ 1000, 45, UNSAID, true },
		{ 8, 2, 2, false },
		{ 7, 2, UNSAID, true },
		{ 62, 0, 0, false },
		{ 62, -4, UNSAID, false },
		{ 62, INT64_C(99999999999), UNSAID, false },
		/* clang-format on */
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		const char *body = arena_printf(&u->arena,
			"{'Event':'Progress','Item':{'Type':'Episode','RunTimeTicks':%d0000000,"
			"'ParentIndexNumber':1,'IndexNumber':1,'IndexNumberEnd':%" PRId64 "},"
			"'Series':{'ProviderIds':{'Tmdb':'1396'}},'Session':{'PlayState':{" POSITION
			"}}}",
			r->minutes * 60, r->end);
		struct message m = read_body(u, body);

		is_text(body, "reason", reason_name(m.reason), "none");
		is_i64(body, "end", m.report.episode_end, r->want);
		is_i64(body, "parts", report_parts(&m.report), r->want > 1 ? r->want : 1);
		is_i64(body, "noted", m.note != NULL, r->is_noted);
	}
}

/* The state of another item says nothing about this one. */
static void a_foreign_state_is_left_out(void **state)
{
	struct unit *u = *state;
#define SOURCE "'Id':'i1','MediaSources':[{'Id':'0a1B','RunTimeTicks':1000000}],"
#define RECORD "'UserData':{'PlaybackPositionTicks':300000,'Played':true},"
	static const struct row {
		const char *body;
		int64_t position;
		bool is_noted;
	} rows[] = {
		/* clang-format off */
		{ BODY("Progress", RUNTIME SOURCE, POSITION ",'MediaSourceId':'0a1b'"), 500000, false },
		{ BODY("Progress", RUNTIME SOURCE, POSITION ",'MediaSourceId':'0-A1-B'"), 500000, false },
		{ BODY("Progress", RUNTIME SOURCE, POSITION ",'MediaSourceId':'i1'"), 500000, false },
		{ BODY("Progress", RUNTIME SOURCE, POSITION), 500000, false },
		{ BODY("Progress", RUNTIME, POSITION ",'MediaSourceId':'x'"), 500000, false },
		{ BODY("Progress", RUNTIME SOURCE, POSITION ",'MediaSourceId':'x'"), UNSAID, true },
		{ BODY("Progress", RUNTIME SOURCE RECORD, POSITION ",'MediaSourceId':'x'"), 300000, true },
		{ BODY("Play", RUNTIME SOURCE RECORD, POSITION ",'MediaSourceId':'x'"), UNSAID, true },
		{ BODY("Stop", RUNTIME SOURCE RECORD, POSITION ",'MediaSourceId':'x'"), 300000, true },
		{ BODY("Stop", RUNTIME SOURCE RECORD, POSITION ",'MediaSourceId':'i1'"), 500000, false },
		/* clang-format on */
	};
#undef SOURCE
#undef RECORD

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		struct message m = read_body(u, r->body);

		is_i64(r->body, "position", m.report.position, r->position);
		is_i64(r->body, "noted", m.note != NULL, r->is_noted);
	}
}

/* The server's record, where it can be trusted; negative places are 0. */
static void the_record_counts_between_5_and_90_percent(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const char *body;
		int64_t position, own;
	} rows[] = {
	/* clang-format off */
#define AT(record) BODY("Progress", RUNTIME "'UserData':{'PlaybackPositionTicks':" record "},", POSITION)
		{ AT("0"), 500000, UNSAID },
		{ AT("49999"), 500000, UNSAID },
		{ AT("50000"), 500000, 50000 },
		{ AT("900000"), 500000, 900000 },
		{ AT("900001"), 500000, UNSAID },
		{ AT("-300000"), 500000, UNSAID },
#undef AT
		{ BODY("Progress", RUNTIME, "'PositionTicks':-1"), 0, UNSAID },
		{ BODY("Progress", RUNTIME, "'PositionTicks':-10000000"), 0, UNSAID },
		{ BODY("Stop", RUNTIME "'UserData':{'PlaybackPositionTicks':-5},", ""), UNSAID, UNSAID },
		/* clang-format on */
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		struct report got = read_body(u, r->body).report;

		is_i64(r->body, "position", got.position, r->position);
		is_i64(r->body, "own", got.own_position, r->own);
	}
}

/* Where an id stands that is none, the sentence says which. */
static void an_id_that_is_none_is_named(void **state)
{
	struct unit *u = *state;
	struct message none = read_body(u, "{'Event':'Play','Item':{'Type':'Movie',"
					   "'ProviderIds':{'Tvdb':'None','Imdb':''}}}");
	struct message absent = read_body(u, "{'Event':'Play','Item':{'Type':'Movie',"
					     "'ProviderIds':{'Tvdb':'','AniDB':'5'}}}");

	is_text("None", "reason", reason_name(none.reason), "no-identifier");
	assert_non_null(strstr(none.detail, "TheTVDB id is none: \"None\""));
	is_text("absent", "reason", reason_name(absent.reason), "no-identifier");
	assert_null(absent.detail);
}

/* Ticks of one item by one person are one run; any other event ends it. */
static void only_ticks_make_a_run(void **state)
{
	struct unit *u = *state;
#define OF(event, user)                                                                            \
	"{'Event':'" event "','User':{'Name':'x','Id':'" user "'},"                                \
	"'Item':{'Id':'i1','Type':'Movie','ProviderIds':{'Tmdb':'603'}}}"
	struct message tick = read_body(u, OF("Progress", "u1"));
	struct message same = read_body(u, OF("Progress", "u1"));
	struct message other = read_body(u, OF("Progress", "u2"));
	struct message play = read_body(u, OF("Play", "u1"));
	static const char *const ending[] = { OF("Pause", "u1"), OF("Resume", "u1"),
		OF("Scrobble", "u1"), OF("Stop", "u1"), OF("MarkPlayed", "u1"),
		OF("MarkUnplayed", "u1") };
#undef OF

	assert_non_null(tick.run);
	assert_null(tick.ends_run);
	assert_string_equal(tick.run, same.run);
	assert_string_not_equal(tick.run, other.run);
	assert_true(play.report.starts_sitting);
	assert_false(play.report.ends_sitting || tick.report.ends_sitting);
	assert_false(tick.report.starts_sitting);
	for (size_t i = 0; i < NELEM(ending); i++) {
		struct message m = read_body(u, ending[i]);

		assert_null(m.run);
		is_text(ending[i], "ends", m.ends_run, tick.run);
		is_i64(ending[i], "ends the sitting", m.report.ends_sitting,
			strcmp(m.event, "Stop") == 0);
		assert_false(m.report.starts_sitting);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(wrong_values_are_named),
		UNIT_TEST(the_other_plugin_gets_a_helpful_refusal),
		UNIT_TEST(missing_values_have_their_reason),
		UNIT_TEST(an_unknown_event_is_kept_with_its_body),
		UNIT_TEST(the_position_comes_from_the_best_source),
		UNIT_TEST(the_runtime_is_that_of_the_playing_version),
		UNIT_TEST(side_values_refuse_nothing),
		UNIT_TEST(an_end_that_cannot_be_is_left_out),
		UNIT_TEST(a_foreign_state_is_left_out),
		UNIT_TEST(the_record_counts_between_5_and_90_percent),
		UNIT_TEST(an_id_that_is_none_is_named),
		UNIT_TEST(only_ticks_make_a_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
