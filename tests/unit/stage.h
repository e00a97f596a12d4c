/* SPDX-License-Identifier: MIT */
/*
 * stage.h -- a database in which number 1 is there of everything, for tests
 * that call every handler.
 */
#ifndef TESTS_UNIT_STAGE_H
#define TESTS_UNIT_STAGE_H

#include "cgi/http/call.h"
#include "shared/actions/candidate.h"
#include "shared/actions/edit.h"
#include "shared/actions/naming.h"
#include "shared/actions/server.h"
#include "shared/actions/tracker.h"
#include "shared/crypto/md5.h"
#include "shared/crypto/token.h"
#include "shared/providers/provider.h"
#include "shared/store/pairing.h"
#include "shared/store/picture.h"
#include "shared/store/picture_file.h"
#include "shared/store/session.h"

#include "tests/unit/people.h"
#include "tests/unit/sql.h"

struct stage {
	struct unit u;
	struct store *reader;
	struct conf conf;
	struct app app;
	char key_file[120];
	char token[TOKEN_TEXT], csrf[CSRF_TEXT];
	const char *slug, *slug_of_gets, *import;
};

enum { BOB = 1, ALICE };
static const char password[] = "secret-words";
static const char two_reports[] =
	"{\"reports\": [{\"identifier\": \"603\", \"lot\": \"movie\", \"progress\": 50,"
	" \"title\": \"A film\"}, {\"identifier\": \"604\", \"lot\": \"movie\","
	" \"progress\": 50, \"title\": \"Another\"}]}";

static inline void add_person(struct unit *u, const char *name, bool is_admin)
{
	struct user user = { .name = name, .password_hash = password, .is_admin = is_admin };
	int64_t id = 0;

	MUST(store_user_add(&u->cx, u->store, &user, &id));
}

static inline void add_session(struct unit *u, const char *token)
{
	struct session row = { .user_id = ALICE, .user_agent = "test", .remote = "192.0.2.1" };
	unsigned char hash[TOKEN_HASH];

	token_hash(token, hash);
	MUST(store_session_add(&u->cx, u->store, &row, hash));
}

static inline void add_token(struct unit *u, const char *token)
{
	struct token row = { .user_id = ALICE, .scope = SCOPE_ALL, .name = "test" };
	unsigned char hash[TOKEN_HASH], md5_hash[TOKEN_HASH];

	token_hash(token, hash);
	md5_token_hash(token, md5_hash);
	row.md5_hash = md5_hash;
	MUST(store_token_add(&u->cx, u->store, &row, hash));
}

/* One that has waited for a person's answer, and one that has it. */
static inline void add_pairings(struct unit *u, const char *token)
{
	struct pairing row = { .name = "TV", .remote = "192.0.2.1" };
	const struct pairing *made = NULL;
	unsigned char hash[TOKEN_HASH] = { 0 };

	MUST(store_pairing_add(&u->cx, u->store, &row, "WDJB-MJHT", hash));
	token_hash(token, hash);
	MUST(store_pairing_add(&u->cx, u->store, &row, "ABCD-EFGH", hash));
	MUST(store_pairing_by_hash(&u->cx, u->store, hash, &made));
	row = *made;
	row.state = PAIRING_ALLOWED;
	row.user_id = ALICE;
	MUST(store_pairing_save(&u->cx, u->store, &row));
}

/* Of a server that was asked, with a question to the person. */
static inline void add_check(
	struct unit *u, const struct conf *conf, const struct server_draft *draft)
{
	struct integration row = { .user_id = ALICE,
		.provider = "audiobookshelf",
		.name = "Books",
		.enabled = true,
		.limits = { .start = LIMIT_START, .complete = LIMIT_COMPLETE } };
	int64_t id = 0;

	MUST(store_begin(&u->cx, u->store));
	MUST(store_end(&u->cx, u->store, candidate_add(&u->cx, u->store, conf, &row, draft, &id)));
	run_sql(u->path, "UPDATE candidate SET started_ms = asked_ms, ended_ms = asked_ms,"
			 " question = 'This key is of bob. Go on?', holder = 'bob'");
}

static inline void add_server(struct stage *s)
{
	struct unit *u = &s->u;
	const struct server_change in = { .url = "https://192.0.2.7", .key = "a-key" };
	struct server_draft draft;

	MUST(server_draft(&u->cx, s->key_file, NULL, &in, &draft));
	draft.row.integration_id = add_integration(u, ALICE, "audiobookshelf", NULL)->id;
	draft.row.provider = "audiobookshelf";
	MUST(server_seal(&u->cx, u->store, s->key_file, &draft));
	MUST(store_begin(&u->cx, u->store));
	MUST(store_end(&u->cx, u->store, server_put_draft(&u->cx, u->store, ALICE, &draft)));
	add_check(u, &s->conf, &draft);
}

static inline const char *file_text(struct arena *a, const char *path)
{
	FILE *file = fopen(path, "re");
	char *text = arena_alloc(a, KIB(64));

	assert_non_null(file);
	assert_true(fread(text, 1, KIB(64) - 1, file) > 0);
	fclose(file);
	return text;
}

static inline void add_reports(struct unit *u, const struct integration *to, const char *text)
{
	struct bytes body = { text, strlen(text) };
	struct messages messages = { 0 };

	sink_read(&u->cx, provider_sink(to->provider), body, &messages);
	for (size_t i = 0; i < messages.count; i++)
		receive(u, to, messages.list[i], body);
}

/* Plays 1 and 2 of works 1 and 2; edit 1 is of the second. */
static inline void add_plays(struct stage *s)
{
	struct unit *u = &s->u;
	const struct integration *kodi = add_integration(u, ALICE, "kodi", NULL);
	struct edited edited;

	s->slug = kodi->slug;
	add_reports(u, kodi, two_reports);
	MUST(store_begin(&u->cx, u->store));
	MUST(store_end(&u->cx, u->store, edit_complete(&u->cx, u->store, ALICE, 2, &edited)));
}

/* Delivery 1 is of integration 1, whose bodies can be read again. */
static inline void add_delivery(struct stage *s)
{
	struct unit *u = &s->u;
	const char *body = file_text(&u->arena, "tests/fixtures/jellyfin/movie-progress.json");
	const struct integration *jellyfin = add_integration(u, ALICE, "jellyfin", NULL);

	s->slug_of_gets = jellyfin->slug;
	add_reports(u, jellyfin, body);
}

/* Import 1, which was looked at. */
static inline void add_import(struct unit *u)
{
	const char *text = file_text(&u->arena, "tests/fixtures/past-letterboxd/import.csv");
	struct input in = input_of_bytes(text, strlen(text));
	struct tracker_found found;

	MUST(tracker_look(&u->cx, ALICE, "", &in, &found));
	MUST(tracker_keep(&u->cx, u->store, &in, &found));
}

/* Things 1 and 2 have no id; a person has named the second. */
static inline void add_things(struct stage *s)
{
	struct unit *u = &s->u;
	const struct integration *kodi = add_integration(u, ALICE, "kodi", NULL);
	const struct naming naming = { .user_id = ALICE, .thing_id = 2, .id = "tmdb:9902" };
	struct naming_effect effect;

	add_reports(u, kodi, "{\"lot\": \"movie\", \"progress\": 50, \"title\": \"One\"}");
	add_reports(u, kodi, "{\"lot\": \"movie\", \"progress\": 50, \"title\": \"Two\"}");
	MUST(store_begin(&u->cx, u->store));
	MUST(store_end(&u->cx, u->store, naming_apply(&u->cx, u->store, &naming, &effect)));
}

static const char stage_picture[] = "0123456789abcdef0123456789abcdef";

/* Of work 1. */
static inline void add_picture(struct unit *u)
{
	struct work_picture picture = { .width = 400, .height = 600, .bytes = 1 };

	snprintf(picture.hash, sizeof(picture.hash), "%s", stage_picture);
	MUST(store_picture_put(&u->cx, u->store, 1, &picture));
	MUST(picture_file_write(&u->cx, u->path, stage_picture, (struct bytes){ "x", 1 }));
}

static inline void stage_fill(struct stage *s)
{
	struct unit *u = &s->u;
	char other[TOKEN_TEXT];

	token_new(other);
	add_person(u, "bob", false);
	add_person(u, "alice", true);
	add_session(u, other);
	add_session(u, s->token);
	add_token(u, s->token);
	add_pairings(u, s->token);
	add_delivery(s);
	add_server(s);
	add_plays(s);
	add_import(u);
	add_things(s);
	add_picture(u);
}

static inline void stage_open(struct stage *s, bool is_empty)
{
	struct unit *u = &s->u;

	*s = (struct stage){ .u.cx.now_ms = UNIT_NOW };
	arena_init(&u->arena, MIB(64));
	u->cx.arena = &u->arena;
	snprintf(u->folder, sizeof(u->folder), "/tmp/ryot-test-XXXXXX");
	assert_non_null(mkdtemp(u->folder));
	snprintf(u->path, sizeof(u->path), "%s/ryot.db", u->folder);
	snprintf(s->key_file, sizeof(s->key_file), "%s/key", u->folder);
	MUST(unit_open_store(u));
	MUST(store_open(&u->cx, u->path, STORE_READ, &s->reader));
	token_new(s->token);
	token_csrf(s->token, s->csrf);
	s->import = file_text(&u->arena, "tests/fixtures/import/version-1.json");
	s->slug = "";
	s->conf = (struct conf){ .database = u->path,
		.key_file = s->key_file,
		.yank_socket = "",
		.base_url = "http://localhost",
		.base_path = "/",
		.quota_bodies = 100,
		.quota_integrations = 30,
		.quota_sessions = 30,
		.quota_tokens = 30,
		.retention_days = 30,
		.retention_rows = 100 };
	s->app = (struct app){ u->store, s->reader, &s->conf };
	if (!is_empty)
		stage_fill(s);
}

static inline void stage_close(struct stage *s)
{
	is_sound(&s->u);
	store_close(s->reader);
	store_close(s->u.store);
	unit_remove_folder(picture_folder(&s->u.cx, s->u.path));
	unit_remove_folder(s->u.folder);
	arena_finish(&s->u.arena);
}

#endif
