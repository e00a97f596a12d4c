/* SPDX-License-Identifier: MIT */
/*
 * Bad and odd bodies of Emby, Plex, Tautulli and Jellyfin's official plugin;
 * the good ones are fixtures. Every body here is written with ' instead of ",
 * which no value needs.
 */
#include "tests/basis.h"
#include "tests/roads.h"
#include "tests/sinks.h"
#include "tests/unit/unit.h"

static struct message read_body(struct unit *u, const struct provider *of, const char *text)
{
	char *body = arena_strdup(&u->arena, text);

	for (char *at = body; *at; at++)
		if (*at == '\'')
			*at = '"';
	return first_message(&u->cx, of->sink, body, strlen(body));
}

#define EMBY     &provider_emby
#define JELLYFIN &provider_jellyfin
#define KODI     &provider_kodi
#define OFFICIAL &provider_jellyfin_official
#define PLEX     &provider_plex
#define TAUTULLI &provider_tautulli

#define PLEX_FILM(rest) "{'event':'media.pause','Metadata':{'type':'movie'," rest "}}"
#define PLEX_PART(rest)                                                                            \
	"{'event':'media.stop','Metadata':{'type':'episode','viewOffset':50,'duration':100," rest  \
	"}}"
#define TICK(rest)                                                                                 \
	"{'NotificationType':'PlaybackProgress','ItemType':'Movie','Provider_tmdb':'603',"         \
	"'RunTimeTicks':1000,'PlaybackPositionTicks':500,"                                         \
	"'UtcTimestamp':'2026-11-30T22:20:00.5Z'," rest "}"
#define STOP(rest)                                                                                 \
	"{'NotificationType':'PlaybackStop','ItemType':'Movie','Provider_tmdb':'603',"             \
	"'UtcTimestamp':'2026-11-30T22:20:00.5Z'," rest "}"
#define SAVED(rest)                                                                                \
	"{'NotificationType':'UserDataSaved','ItemType':'Movie','Provider_tmdb':'603',"            \
	"'RunTimeTicks':1000," rest "}"
#define EMBY_STOP(rest)                                                                            \
	"{'Event':'playback.stop','Item':{'Type':'Movie','ProviderIds':{'Tmdb':'603'},"            \
	"'RunTimeTicks':1000},'PlaybackInfo':{" rest "}}"
#define TAUTULLI_FILM(rest) "{'action':'pause','media_type':'movie','tmdb':'603'," rest "}"

static void wrong_values_are_named(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const struct provider *of;
		const char *body, *field;
	} rows[] = {
		/* clang-format off */
		{ PLEX, "{'event':5}", "event" },
		{ PLEX, "{'event':'media.play'}", "Metadata" },
		{ PLEX, "{'event':'media.play','Account':[]}", "Account" },
		{ PLEX, PLEX_FILM("'viewOffset':'1'"), "Metadata.viewOffset" },
		{ PLEX, PLEX_FILM("'Guid':[{'id':5}]"), "Metadata.Guid[0].id" },
		{ PLEX, PLEX_PART("'index':1.5"), "Metadata.index" },
		{ EMBY, "{'Event':'playback.stop'}", "Item" },
		{ EMBY, "{'Event':'playback.stop','Item':{},'PlaybackInfo':5}", "PlaybackInfo" },
		{ EMBY, EMBY_STOP("'PositionTicks':'5'"), "PlaybackInfo.PositionTicks" },
		{ OFFICIAL, "{'Event':'Play'}", "NotificationType" },
		{ OFFICIAL, TICK("'IsPaused':'False'"), "IsPaused" },
		{ OFFICIAL, STOP("'PlayedToCompletion':'True'"), "PlayedToCompletion" },
		{ OFFICIAL, SAVED("'SaveReason':'TogglePlayed','Played':1"), "Played" },
		{ TAUTULLI, "{'tautulli':'1'}", "action" },
		{ TAUTULLI, "{'action':'play'}", "media_type" },
		{ TAUTULLI, TAUTULLI_FILM("'position_ms':'{view_offset}'"), "position_ms" },
		{ TAUTULLI, TAUTULLI_FILM("'percent':'101%'"), "percent" },
		/* clang-format on */
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		struct message m = read_body(u, r->of, r->body);

		is_text(r->body, "reason", reason_name(m.reason), "wrong-shape");
		is_text(r->body, "field", m.field, r->field);
	}
}

static void ids_are_found_in_guids(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const char *body, *id; /* NULL: none */
		int season, episode;
	} rows[] = {
		/* clang-format off */
		{ PLEX_FILM("'guid':'com.plexapp.agents.themoviedb://603?lang=en'"), "603", UNSAID, UNSAID },
		{ PLEX_FILM("'guid':'com.plexapp.agents.imdb://?lang=en'"), NULL, UNSAID, UNSAID },
		{ PLEX_FILM("'guid':'local://603','Guid':[{'id':'TMDB://603'}]"), "603", UNSAID, UNSAID },
		{ PLEX_FILM("'guid':'://','Guid':[{'id':'tmdb:603'},{}]"), NULL, UNSAID, UNSAID },
		{ PLEX_FILM("'guid':'nonsense'"), NULL, UNSAID, UNSAID },
		{ PLEX_PART("'index':2,'parentIndex':1,'Guid':[{'id':'tmdb://62085'}]"), NULL, 1, 2 },
		{ PLEX_PART("'guid':'tmdb://62085','index':2,'parentIndex':1"), NULL, 1, 2 },
		{ PLEX_PART("'guid':'com.plexapp.agents.thetvdb://81189/0/3?lang=de'"), "81189", 0, 3 },
		{ PLEX_PART("'guid':'com.plexapp.agents.thetvdb://81189','index':2,'parentIndex':1"), NULL, 1, 2 },
		{ PLEX_PART("'guid':'com.plexapp.agents.hama://tvdb-81189/1/5?lang=en'"), "81189", 1, 5 },
		{ PLEX_PART("'guid':'com.plexapp.agents.hama://anidb-1/1/5?lang=en'"), NULL, UNSAID, UNSAID },
		{ PLEX_PART("'grandparentGuid':'com.plexapp.agents.thetvdb://81189?lang=en','index':2,"
			"'parentIndex':1"), "81189", 1, 2 },
		{ PLEX_PART("'guid':'com.plexapp.agents.thetvdb://81189/x/-1'"), NULL, UNSAID, UNSAID },
		/* clang-format on */
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		const struct message m = read_body(u, PLEX, r->body);
		const struct ids *ids = &m.report.ids;

		is_text(r->body, "id", ids->count ? ids->list[0].value : NULL, r->id);
		is_i64(r->body, "season", m.report.season, r->season);
		is_i64(r->body, "episode", m.report.episode, r->episode);
	}
}

/* The fields of ids of each sink, with the same text in the one for TMDb. */
static const struct ids_of {
	const struct provider *of;
	const char *before, *after;
} id_fields[] = {
	/* clang-format off */
	{ EMBY, "{'Event':'playback.pause','Item':{'Type':'Movie','ProviderIds':{'Tmdb':'", "'}}}" },
	{ JELLYFIN, "{'Event':'Pause','Item':{'Type':'Movie','ProviderIds':{'Tmdb':'", "'}}}" },
	{ JELLYFIN, "{'Event':'Pause','Item':{'Type':'Episode'},'Series':{'ProviderIds':{'Tmdb':'", "'}}}" },
	{ KODI, "{'lot':'movie','progress':50,'identifier':'", "'}" },
	{ KODI, "{'lot':'movie','progress':50,'ids':{'tmdb':'", "'}}" },
	{ OFFICIAL, "{'NotificationType':'PlaybackProgress','ItemType':'Movie','Provider_tmdb':'", "'}" },
	{ PLEX, "{'event':'media.pause','Metadata':{'type':'movie','Guid':[{'id':'tmdb://", "'}]}}" },
	{ TAUTULLI, "{'action':'pause','media_type':'movie','tmdb':'", "'}" },
	/* clang-format on */
};

static void an_id_is_read_alike_in_every_sink(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const char *text, *want; /* NULL: no id */
		bool is_address;         /* which has no place in another address */
	} rows[] = {
		{ "603", "tmdb 603", false },
		{ " 603 ", "tmdb 603", false },
		{ "603-the-matrix", "tmdb 603", false },
		{ "tmdbid-603", "tmdb 603", false },
		{ "tt0133093", "imdb tt0133093", false },
		{ "https://www.themoviedb.org/movie/603-the-matrix", "tmdb 603", true },
		{ "https://www.imdb.com/title/tt0133093/", "imdb tt0133093", true },
		{ "None", NULL, false },
		{ "0", NULL, false },
		{ "", NULL, false },
	};

	for (size_t i = 0; i < NELEM(id_fields) * NELEM(rows); i++) {
		const struct ids_of *field = &id_fields[i / NELEM(rows)];
		const struct row *r = &rows[i % NELEM(rows)];
		const char *body = arena_join(&u->arena, field->before, r->text, field->after);
		const struct message m = read_body(u, field->of, body);
		const struct id *id = &m.report.ids.list[0];
		const char *got = NULL;

		if (r->is_address && field->of == PLEX)
			continue;
		if (m.report.ids.count > 0)
			got = arena_join(&u->arena, catalog_name(id->source), " ", id->value);
		is_text(body, "id", got, r->want);
	}
}

static void an_id_in_its_own_field_goes_before_a_pasted_one(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const struct provider *of;
		const char *body;
	} rows[] = {
		{ OFFICIAL, "{'NotificationType':'PlaybackStart','ItemType':'Movie',"
			    "'Provider_tmdb':'tt0000001','Provider_imdb':'tt0133093'}" },
		{ TAUTULLI, "{'action':'pause','media_type':'movie','tmdb':'tt0000001',"
			    "'imdb':'tt0133093'}" },
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		const struct message m = read_body(u, r->of, r->body);

		is_i64(r->body, "ids", (int64_t)m.report.ids.count, 1);
		is_text(r->body, "id", m.report.ids.list[0].value, "tt0133093");
	}
}

#define HEARD(at) "'LastPlaybackCheckIn':'2026-11-30T22:" at "Z'"

static void what_a_body_means(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const struct provider *of;
		const char *body, *reason;
		enum basis basis;
	} rows[] = {
		/* clang-format off */
		{ OFFICIAL, TICK("'IsAutomated':true," HEARD("19:00.5")), "", BASIS_SESSION_POSITION },
		{ OFFICIAL, TICK("'IsAutomated':true," HEARD("18:59")), "no-position", BASIS_SESSION_POSITION },
		{ OFFICIAL, TICK("'IsAutomated':false," HEARD("18:59")), "", BASIS_SESSION_POSITION },
		{ OFFICIAL, TICK("'IsAutomated':true,'IsPaused':true," HEARD("10:00")), "", BASIS_SESSION_POSITION },
		{ OFFICIAL, TICK("'IsAutomated':true,'LastPlaybackCheckIn':'0001-01-01T00:00:00Z'"), "", BASIS_SESSION_POSITION },
		{ OFFICIAL, STOP("'RunTimeTicks':9,'PlaybackPositionTicks':8," HEARD("16:00")), "", BASIS_SESSION_POSITION },
		{ OFFICIAL, STOP("'RunTimeTicks':9,'PlaybackPositionTicks':8," HEARD("15:00")), "no-position", BASIS_SESSION_POSITION },
		{ OFFICIAL, STOP("'RunTimeTicks':9,'PlaybackPositionTicks':0,'PlayedToCompletion':true"), "", BASIS_EVENT_SAYS_COMPLETED },
		{ OFFICIAL, STOP("'RunTimeTicks':0,'PlaybackPositionTicks':0,'PlayedToCompletion':true"), "no-runtime", BASIS_EVENT_SAYS_COMPLETED },
		{ OFFICIAL, SAVED("'SaveReason':'PlaybackFinished','Played':true,'PlaybackPositionTicks':5"), "", BASIS_USERDATA_POSITION },
		{ OFFICIAL, SAVED("'SaveReason':'PlaybackStart','Played':true,'PlaybackPositionTicks':0"), "no-position", BASIS_NONE },
		{ OFFICIAL, SAVED("'SaveReason':'Import','Played':true"), "not-playback", BASIS_NONE },
		{ OFFICIAL, SAVED("'Played':true"), "not-playback", BASIS_NONE },
		{ EMBY, EMBY_STOP("'PositionTicks':920,'PlayedToCompletion':true"), "", BASIS_SESSION_POSITION },
		{ EMBY, EMBY_STOP("'PlayedToCompletion':true"), "", BASIS_EVENT_SAYS_COMPLETED },
		{ EMBY, EMBY_STOP("'PlayedToCompletion':false"), "", BASIS_NONE },
		{ EMBY, "{'Event':'user.authenticated'}", "not-playback", BASIS_NONE },
		{ EMBY, "{'Event':'item.rate','Item':{'Type':'Audio'}}", "rating", BASIS_NONE },
		{ EMBY, "{'Event':'playback.start','Item':{'Type':'Movie','ExtraType':'Trailer'}}", "unsupported-type", BASIS_NONE },
		{ PLEX, "{'event':'media.scrobble','Metadata':{'type':'movie','Guid':[{'id':'tmdb://603'}],"
			"'viewOffset':90,'duration':100}}", "", BASIS_EVENT_SAYS_COMPLETED },
		{ PLEX, PLEX_PART("'index':1"), "incomplete-episode", BASIS_SESSION_POSITION },
		{ PLEX, "{'event':'media.new'}", "not-playback", BASIS_NONE },
		{ TAUTULLI, TAUTULLI_FILM("'position_ms':'5','duration_ms':'','percent':'50'"), "", BASIS_REPORTED_PERCENT },
		{ TAUTULLI, TAUTULLI_FILM("'position_ms':'','percent':''"), "", BASIS_NONE },
		/* clang-format on */
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		const struct message m = read_body(u, r->of, r->body);

		is_text(r->body, "reason", m.reason ? reason_name(m.reason) : "", r->reason);
		is_text(r->body, "basis", basis_name(m.report.basis), basis_name(r->basis));
		assert_true(!m.report.finished || m.report.position == UNSAID);
	}
}

static void a_mark_with_a_date_is_dated_so(void **state)
{
	struct unit *u = *state;
	const struct message m = read_body(u, OFFICIAL,
		SAVED("'SaveReason':'TogglePlayed','Played':true,"
		      "'LastPlayedDate':'2024-02-03T04:05:06.0000000Z'"));

	assert_true(m.report.finished);
	is_i64("mark", "time", m.report.at_ms, INT64_C(1706933106000));
}

static void ticks_of_a_person_and_a_film_fold(void **state)
{
	struct unit *u = *state;
	const char *tick = TICK("'ItemId':'a','UserId':'b'"),
		   *stop = STOP("'ItemId':'a','UserId':'b'");

	is_text("tick", "run", read_body(u, OFFICIAL, tick).run,
		read_body(u, OFFICIAL, stop).ends_run);
	assert_null(read_body(u, OFFICIAL, stop).run);
}

/* Sign-ins hold addresses of people, and may hold a token. */
static void what_is_not_playing_folds_and_only_sign_ins_lose_their_body(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const struct provider *of;
		const char *body;
		bool drop_body;
	} rows[] = {
		/* clang-format off */
		{ JELLYFIN, "{'Event':'ItemAdded'}", false },
		{ JELLYFIN, "{'Event':'ItemUpdated'}", false },
		{ JELLYFIN, "{'Event':'SessionStarted'}", true },
		{ JELLYFIN, "{'Event':'AuthenticationSucceeded'}", true },
		{ JELLYFIN, "{'Event':'NeverHeardOf'}", false },
		{ OFFICIAL, "{'NotificationType':'ItemAdded'}", false },
		{ OFFICIAL, "{'NotificationType':'AuthenticationSuccess'}", true },
		{ OFFICIAL, "{'NotificationType':'UserUpdated'}", true },
		{ OFFICIAL, SAVED("'SaveReason':'Import','ItemId':'a'"), false },
		{ EMBY,     "{'Event':'library.new'}", false },
		{ EMBY,     "{'Event':'user.authenticated'}", true },
		{ PLEX,     "{'event':'library.new'}", false },
		{ PLEX,     "{'event':'device.new'}", true },
		{ TAUTULLI, "{'action':'created'}", false },
		{ TAUTULLI, "{'action':'newdevice'}", true },
		/* clang-format on */
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		const struct message m = read_body(u, r->of, r->body);

		is_text(r->body, "reason", reason_name(m.reason), "not-playback");
		is_i64(r->body, "folds", m.folds_daily, true);
		is_i64(r->body, "drops", m.drop_body, r->drop_body);
		assert_null(m.run);
	}
}

/* The decoders come to the same, should a body need them. */
static void a_flood_is_known_by_its_event_alone(void **state)
{
	struct unit *u = *state;

	for (size_t i = 0; i < provider_count; i++) {
		const struct sink *sink = providers[i]->sink;

		for (const char *const *name = sink ? sink->floods : NULL; name && *name; name++) {
			struct sink slow = *sink;
			const char *body =
				arena_printf(&u->arena, "{\"%s\":\"%s\"}", sink->event_key, *name);
			const char *cut = arena_printf(
				&u->arena, "{\"%s\":\"%s\",\"Item\":{", sink->event_key, *name);

			slow.floods = NULL;
			is_text(body, "decoded", road_text(&u->cx, &slow, body, strlen(body)),
				road_text(&u->cx, sink, cut, strlen(cut)));
		}
	}
}

/* A test of the evening is seen although there was one in the morning. */
static void a_test_of_emby_does_not_fold_for_a_day(void **state)
{
	const struct message m = read_body(*state, EMBY, "{'Event':'system.notificationtest'}");

	assert_false(m.folds_daily);
	assert_true(m.drop_body);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(wrong_values_are_named),
		UNIT_TEST(ids_are_found_in_guids),
		UNIT_TEST(an_id_is_read_alike_in_every_sink),
		UNIT_TEST(an_id_in_its_own_field_goes_before_a_pasted_one),
		UNIT_TEST(what_a_body_means),
		UNIT_TEST(a_mark_with_a_date_is_dated_so),
		UNIT_TEST(ticks_of_a_person_and_a_film_fold),
		UNIT_TEST(what_is_not_playing_folds_and_only_sign_ins_lose_their_body),
		UNIT_TEST(a_flood_is_known_by_its_event_alone),
		UNIT_TEST(a_test_of_emby_does_not_fold_for_a_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
