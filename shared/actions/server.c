/* SPDX-License-Identifier: MIT */
/* server.c -- address, key and CA file of a server: see server.h. */
#include "shared/actions/server.h"

#include "shared/base/url.h"
#include "shared/base/utf8.h"
#include "shared/crypto/seal.h"
#include "shared/crypto/secret.h"
#include "shared/progress/report.h"
#include "shared/providers/field.h"
#include "shared/store/question.h"

#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- the key ---- */

/*
 * A missing key file is not replaced in silence while there are keys that only
 * the old one opens.
 */
static enum err make_first_key(struct cx *cx, struct store *s, const char *key_file)
{
	bool is_any = false;

	TRY(store_server_is_any(cx, s, &is_any));
	if (access(key_file, F_OK) == 0)
		return OK;
	if (is_any)
		return err_note(cx, ERR_CONF,
			"the key file %s is gone, and the stored keys open "
			"with nothing else; bring it back, or make another "
			"(head -c %d /dev/urandom >FILE; chmod 600 FILE) and "
			"enter each server's key anew",
			key_file, KEY_SIZE);
	return seal_make_key(cx, key_file);
}

enum err server_key_open(
	struct cx *cx, const char *key_file, const struct server *row, const char **text)
{
	struct key key;
	enum err err;

	/* Loading would make a new file, and hide what went wrong. */
	if (access(key_file, F_OK) != 0)
		return err_note(cx, ERR_CONF,
			"the stored key cannot be opened without the key file %s: %s; bring the "
			"file back, or enter the server's key anew",
			key_file, strerror(errno));
	TRY(seal_load_key(cx, key_file, &key));
	err = seal_open(cx, &key, row->url, row->credential.at, row->credential.length, text);
	secret_wipe(&key, sizeof(key));
	return err;
}

enum err server_seal(
	struct cx *cx, struct store *s, const char *key_file, struct server_draft *draft)
{
	struct server *row = &draft->row;
	struct key key;

	if (draft->is_removal)
		return OK;
	TRY(make_first_key(cx, s, key_file));
	TRY(seal_load_key(cx, key_file, &key));
	row->credential.at = seal_text(cx, &key, row->url, draft->key, &row->credential.length);
	secret_wipe(&key, sizeof(key));
	return OK;
}

/* ---- the address ---- */

_Static_assert((int)FIELD_KEY_MAX <= (int)CREDENTIAL_MAX, "a key that nothing could seal");

static bool is_encrypted(const char *url)
{
	return strncmp(url, "https:", 6) == 0;
}

bool server_needs_key(const struct server *was, const char *url)
{
	return !was || !url_is_same_host(was->url, url);
}

/* ---- the CA file ---- */

/* ryot-yank reads it later, from another folder: make the path absolute. */
static enum err find_ca_file(struct cx *cx, const char *path, const char **out)
{
	char here[PATH_MAX] = "";
	struct stat what;

	TRY(field_types[FIELD_CA_FILE].check(cx, path, &path));
	if (stat(path, &what) != 0 || access(path, R_OK) != 0)
		return err_note(
			cx, ERR_INPUT, "the CA file cannot be read: %s: %s", path, strerror(errno));
	if (S_ISDIR(what.st_mode))
		return err_note(cx, ERR_INPUT, "the CA file is a directory: %s", path);
	*out = path;
	if (*path == '/')
		return OK;
	while (strncmp(path, "./", 2) == 0)
		path += 2;
	if (!getcwd(here, sizeof(here)) || !utf8_is_text(here, strlen(here)))
		return err_note(cx, ERR_INPUT,
			"name the CA file by its whole path, such as /etc/ssl/my.pem");
	*out = arena_printf(cx->arena, "%s/%s", strcmp(here, "/") == 0 ? "" : here, path);
	return OK;
}

/* ---- all of it ---- */

/* A key that was typed, or the stored one where it may go on. */
static enum err choose_key(struct cx *cx, const char *key_file, const struct server *was,
	const char *typed, struct server_draft *draft)
{
	const char *url = draft->row.url;

	if (typed || !was)
		return field_types[FIELD_KEY].check(cx, typed ? typed : "", &draft->key);
	if (server_needs_key(was, url))
		return err_note(cx, ERR_INPUT,
			"This is another host than before, and the key is not for it. Enter its "
			"own.");
	draft->is_key_kept = strcmp(was->url, url) != 0;
	draft->is_tls_lost = is_encrypted(was->url) && !is_encrypted(url);
	return server_key_open(cx, key_file, was, &draft->key);
}

struct server server_empty(void)
{
	return (struct server){ .is_pulled = true,
		.refused_ms = UNSAID,
		.last_ok_ms = UNSAID,
		.last_error_ms = UNSAID,
		.asked_ms = UNSAID,
		.started_ms = UNSAID,
		.yanked_ms = UNSAID,
		.yank_found = UNSAID,
		.test_asked_ms = UNSAID,
		.test_started_ms = UNSAID,
		.tested_ms = UNSAID,
		.greeted_ms = UNSAID };
}

enum err server_draft(struct cx *cx, const char *key_file, const struct server *was,
	const struct server_change *in, struct server_draft *out)
{
	struct server *row = &out->row;

	*out = (struct server_draft){ .row = server_empty(), .is_removal = in->is_removal };
	if (in->is_removal)
		return OK;
	if (was)
		*row = *was;
	row->refused_ms = UNSAID;
	row->failures = row->next_ms = 0;
	if (in->url || !was) {
		TRY(field_refused(cx, field_types[FIELD_URL].name,
			field_types[FIELD_URL].check(cx, in->url ? in->url : "", &row->url)));
		if (!was || strcmp(row->url, was->url) != 0)
			row->greeted_ms = UNSAID;
	}
	if (was && !url_is_same_host(was->url, row->url))
		row->person = row->person_name = NULL; /* others live there */
	if (in->key)
		row->holder = row->holder_id = NULL; /* who knows whose it is */
	if (in->ca_file && !*in->ca_file)
		row->ca_file = NULL;
	else if (in->ca_file)
		TRY(field_refused(cx, field_types[FIELD_CA_FILE].name,
			find_ca_file(cx, in->ca_file, &row->ca_file)));
	return field_refused(
		cx, field_types[FIELD_KEY].name, choose_key(cx, key_file, was, in->key, out));
}

const char *server_draft_warning(struct cx *cx, const struct server_draft *draft)
{
	if (!draft->is_key_kept)
		return NULL;
	return arena_printf(cx->arena, "The stored key now goes to %s%s.", draft->row.url,
		draft->is_tls_lost ? ", and is no longer encrypted on its way there" : "");
}

enum err server_put_draft(
	struct cx *cx, struct store *s, int64_t user_id, const struct server_draft *draft)
{
	int64_t id = draft->row.integration_id;

	/* Another server knows its shows by other ids. */
	TRY(store_show_forget(cx, s, id));
	TRY(store_question_hurry(cx, s, id));
	if (draft->is_removal)
		return store_server_remove(cx, s, id);
	ASSERT(draft->row.credential.at);
	TRY(store_server_put(cx, s, &draft->row));
	if (draft->wants_sync)
		TRY(store_server_ask(cx, s, user_id, draft->row.integration_id));
	if (draft->needs_no_test)
		return OK;
	return store_server_ask_test(cx, s, user_id, draft->row.integration_id);
}

/* ---- what a person wants of it ---- */

enum { AGAIN_MS = 60 * 1000 };

/* Was the same requested a moment ago, and not answered since? */
static bool is_under_way(const struct cx *cx, const struct server *row, enum server_wish wish)
{
	bool is_asked = wish == WISH_SYNC ? server_is_asked(row) : server_is_test_asked(row);
	int64_t asked_ms = wish == WISH_SYNC ? row->asked_ms : row->test_asked_ms;

	return is_asked && cx->now_ms - asked_ms < AGAIN_MS;
}

static enum err note_wish(
	struct cx *cx, struct store *s, const struct integration *row, enum server_wish wish)
{
	return wish == WISH_SYNC ? store_server_ask(cx, s, row->user_id, row->id)
				 : store_server_ask_test(cx, s, row->user_id, row->id);
}

enum err server_request(struct cx *cx, struct store *s, const struct overview *row,
	enum server_wish wish, bool *is_new)
{
	*is_new = false;
	if (wish == WISH_SYNC && !row->server->is_pulled)
		return err_note(
			cx, ERR_CONFLICT, "This integration is not synced: it sends by itself.");
	if (wish == WISH_SYNC && !row->integration->enabled)
		return err_note(cx, ERR_INPUT, "Switch it on first.");
	if (is_under_way(cx, row->server, wish))
		return OK;
	TRY(store_begin(cx, s));
	TRY(store_end(cx, s, note_wish(cx, s, row->integration, wish)));
	*is_new = true;
	return OK;
}
