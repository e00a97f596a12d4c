/* SPDX-License-Identifier: MIT */
#include "shared/actions/pairing.h"

#include "shared/actions/quota.h"
#include "shared/providers/field.h"
#include "shared/store/attempt.h"
#include "shared/store/user.h"

enum { CODE_LETTERS = 8, TRIES = 5 };
enum { GOOD_MS = PAIRING_SECONDS * 1000, KEPT_MS = 6 * GOOD_MS };

static const char unnamed[] = "A device, signed in by a code";

/* Anybody can ask for a code, so those that wait are bounded. */
static enum err check_room(struct cx *cx, struct store *s, const char *remote)
{
	int64_t all, of_remote;

	TRY(store_pairing_prune(cx, s, cx->now_ms - KEPT_MS));
	TRY(store_pairing_count(cx, s, NULL, cx->now_ms - GOOD_MS, &all));
	TRY(store_pairing_count(cx, s, remote, cx->now_ms - GOOD_MS, &of_remote));
	if (all < PAIRINGS_MAX && of_remote < PAIRINGS_OF_ADDRESS)
		return OK;
	return err_note(
		cx, ERR_TOO_MANY, "Too many devices wait to be signed in. Try again later.");
}

static bool is_name(const char *name)
{
	return name && *name && strlen(name) <= TOKEN_NAME_MAX && field_is_line(name) &&
	       /* That service's own ids of programs tell people nothing. */
	       strspn(name, "0123456789abcdef") < 32;
}

enum err pairing_begin(struct cx *cx, struct store *s, const char *name, const char *remote,
	struct pairing_codes *out)
{
	const struct pairing row = { .name = is_name(name) ? name : unnamed, .remote = remote };
	unsigned char hash[TOKEN_HASH];
	enum err err = ERR_CONFLICT;

	TRY(check_room(cx, s, remote));
	token_new(out->device);
	token_hash(out->device, hash);
	for (int i = 0; i < TRIES && err == ERR_CONFLICT; i++) {
		token_new_short(out->user);
		err = store_pairing_add(cx, s, &row, out->user, hash);
	}
	return err;
}

/* As it is stored, or "" for what is no code. */
static void normalise(const char *text, char code[static SHORT_TEXT])
{
	size_t n = 0;

	for (; *text; text++) {
		char c = *text >= 'a' && *text <= 'z' ? (char)(*text - 'a' + 'A') : *text;

		if (c == ' ' || c == '-')
			continue;
		if (n == CODE_LETTERS + 1 || c < 'A' || c > 'Z')
			break;
		if (n == CODE_LETTERS / 2)
			code[n++] = '-';
		code[n++] = c;
	}
	code[*text || n != CODE_LETTERS + 1 ? 0 : n] = '\0';
}

static bool is_good(const struct cx *cx, const struct pairing *row)
{
	return cx->now_ms - row->created_ms < GOOD_MS;
}

static enum err check_patience(struct cx *cx, struct store *s, const char *who)
{
	int64_t until = 0;

	TRY(store_attempt_wait(cx, s, ATTEMPT_CODE, who, &until));
	if (until == 0)
		return OK;
	return err_note(cx, ERR_TOO_MANY, "Too many wrong codes. Try again in %" PRId64 " seconds.",
		(until - cx->now_ms + 999) / 1000);
}

enum err pairing_find(
	struct cx *cx, struct store *s, int64_t user_id, const char *text, struct pairing *out)
{
	const char *who = arena_printf(cx->arena, "%" PRId64, user_id);
	const struct pairing *row = NULL;
	char code[SHORT_TEXT];

	TRY(check_patience(cx, s, who));
	normalise(text, code);
	TRY(store_pairing_by_code(cx, s, code, &row));
	if (row && row->state == PAIRING_WAITING && is_good(cx, row)) {
		*out = *row;
		return OK;
	}
	TRY(store_attempt_failed(cx, s, ATTEMPT_CODE, who));
	return err_note(
		cx, ERR_INPUT, "No device waits with this code. Codes are good for ten minutes.");
}

enum err pairing_answer(struct cx *cx, struct store *s, const struct conf *conf, int64_t user_id,
	bool is_allowed, struct pairing *row)
{
	if (is_allowed)
		TRY(quota_check_token(cx, s, conf, user_id));
	row->state = is_allowed ? PAIRING_ALLOWED : PAIRING_DENIED;
	row->user_id = user_id;
	return store_pairing_save(cx, s, row);
}

static enum pairing_progress progress_of(const struct cx *cx, const struct pairing *row)
{
	if (row->state == PAIRING_USED)
		return PAIRING_HAS_IT;
	if (row->state == PAIRING_DENIED)
		return PAIRING_IS_DENIED;
	if (!is_good(cx, row))
		return PAIRING_IS_LATE;
	if (row->state == PAIRING_ALLOWED)
		return PAIRING_GETS_TOKEN;
	/* A second less: both clocks count whole ones. */
	if (cx->now_ms - row->asked_ms < (PAIRING_INTERVAL - 1) * 1000 &&
		cx->now_ms >= row->asked_ms)
		return PAIRING_IS_TOO_FAST;
	return PAIRING_MUST_WAIT;
}

static enum err give_token(
	struct cx *cx, struct store *s, const struct pairing *row, char token[static TOKEN_TEXT])
{
	struct token made = { .user_id = row->user_id, .scope = SCOPE_REPORT, .name = row->name };
	unsigned char hash[TOKEN_HASH];

	token_new(token);
	token_hash(token, hash);
	return store_token_add(cx, s, &made, hash);
}

enum err pairing_ask(struct cx *cx, struct store *s, const char *device_code,
	char token[static TOKEN_TEXT], enum pairing_progress *out)
{
	const struct pairing *found = NULL;
	unsigned char hash[TOKEN_HASH];
	struct pairing row;

	*out = PAIRING_IS_UNKNOWN;
	if (!device_code || !token_has_shape(device_code))
		return OK;
	token_hash(device_code, hash);
	TRY(store_pairing_by_hash(cx, s, hash, &found));
	if (!found)
		return OK;
	row = *found;
	*out = progress_of(cx, &row);
	row.asked_ms = cx->now_ms;
	if (*out == PAIRING_GETS_TOKEN) {
		TRY(give_token(cx, s, &row, token));
		row.state = PAIRING_USED;
	}
	return store_pairing_save(cx, s, &row);
}
