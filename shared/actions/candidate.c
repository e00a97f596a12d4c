/* SPDX-License-Identifier: MIT */
#include "shared/actions/candidate.h"

#include "shared/actions/quota.h"
#include "shared/base/fold.h"
#include "shared/providers/provider.h"

/* No check takes longer: see worker/tasks/check.c. */
enum { CHECK_MS = 3 * 60 * 1000, UNIQUE_ID_LENGTH = 16 };

enum err candidate_add(struct cx *cx, struct store *s, const struct conf *conf,
	const struct integration *row, const struct server_draft *draft, int64_t *id)
{
	struct candidate made = {
		.user_id = row->user_id,
		.provider = row->provider,
		.name = row->name,
		.enabled = row->enabled,
		.limits = row->limits,
		.url = draft->row.url,
		.credential = draft->row.credential,
	};
	int64_t count = 0;

	TRY(quota_check_integration(cx, s, conf, row->user_id));
	if (*id)
		TRY(store_candidate_remove(cx, s, row->user_id, *id));
	TRY(store_candidate_count(cx, s, row->user_id, &count));
	if (count >= CANDIDATES_MAX)
		return err_note(cx, ERR_TOO_MANY,
			"%d servers were entered within an hour and not added. Try again later.",
			CANDIDATES_MAX);
	TRY(store_candidate_add(cx, s, &made));
	*id = made.id;
	return OK;
}

struct server candidate_server(const struct candidate *row)
{
	struct server server = server_empty();

	server.url = row->url;
	server.credential = row->credential;
	return server;
}

enum candidate_state candidate_state(const struct candidate *row, int64_t now_ms)
{
	if (row->integration_id)
		return CANDIDATE_ADDED;
	if (row->ended_ms != UNSAID)
		return row->error ? CANDIDATE_FAILED : CANDIDATE_ASKS;
	if (row->started_ms == UNSAID)
		return CANDIDATE_WAITING;
	return now_ms - row->started_ms < CHECK_MS ? CANDIDATE_RUNNING : CANDIDATE_FAILED;
}

const char *candidate_state_name(enum candidate_state state)
{
	static const char *const names[] = { "waiting", "running", "failed", "asks", "added" };

	return names[state];
}

const char *candidate_error(const struct candidate *row)
{
	return row->error ? row->error : "the check was broken off; try it again";
}

/* ---- the questions ---- */

/* Short ids are not unique: each server counts its own, or calls one "root". */
static bool is_same_account(const struct server *a, const struct candidate *row)
{
	return strcmp(a->provider, row->provider) == 0 && a->holder_id && row->holder_id &&
	       strcmp(a->holder_id, row->holder_id) == 0 &&
	       (strlen(row->holder_id) >= UNIQUE_ID_LENGTH || strcmp(a->url, row->url) == 0);
}

static enum err name_of(struct cx *cx, struct store *s, int64_t id, const char **name)
{
	const struct integration *row = NULL;

	TRY(store_integration_by_id(cx, s, id, &row));
	*name = row ? row->name : "";
	return OK;
}

static enum err ask_of_twin(
	struct cx *cx, struct store *s, const struct candidate *row, const char **question)
{
	const struct server *rows;
	const char *name = "";
	size_t count = 0;

	TRY(store_server_list(cx, s, row->user_id, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		if (!is_same_account(&rows[i], row))
			continue;
		TRY(name_of(cx, s, rows[i].integration_id, &name));
		*question = arena_printf(cx->arena,
			"%s follows this account (%s) already. Twice, everything is asked for "
			"and kept twice.",
			name, row->holder);
		return OK;
	}
	return OK;
}

enum err candidate_question(
	struct cx *cx, struct store *s, const struct candidate *row, const char **question)
{
	bool is_same = true;

	*question = NULL;
	TRY(ask_of_twin(cx, s, row, question));
	if (row->holder)
		TRY(fold_compare(cx, row->holder, row->user_name, &is_same));
	if (*question || is_same)
		return OK;
	*question = arena_printf(cx->arena,
		"This key is of the account %s there, and here you are %s. What %s listens to and "
		"reads becomes your history.",
		row->holder, row->user_name, row->holder);
	return OK;
}

/* ---- adding it ---- */

enum err candidate_become(
	struct cx *cx, struct store *s, const struct conf *conf, struct candidate *row)
{
	const struct provider *provider = provider_find(row->provider);
	struct server_draft draft = {
		.row = candidate_server(row), .wants_sync = row->enabled, .needs_no_test = true
	};
	struct integration made;
	struct server_test told = { .url = row->url,
		.greeting = row->greeting,
		.holder = row->holder,
		.holder_id = row->holder_id,
		.is_greeted = true };

	if (!provider)
		return err_note(
			cx, ERR_CONF, "this version knows no source named %.50s", row->provider);
	made = integration_new(row->user_id, provider);
	made.name = row->name;
	made.enabled = row->enabled;
	made.limits = row->limits;
	draft.row.greeted_ms = cx->now_ms;
	TRY(integration_add(cx, s, conf, &made, &draft));
	TRY(store_server_tested(cx, s, made.id, &told));
	row->integration_id = made.id;
	return OK;
}

enum err candidate_confirm(struct cx *cx, struct store *s, const struct conf *conf,
	const struct candidate *was, int64_t *integration_id)
{
	struct candidate row = *was;

	if (candidate_state(was, cx->now_ms) != CANDIDATE_ASKS)
		return err_note(cx, ERR_CONFLICT, "There is no question to answer.");
	row.question = NULL;
	TRY(candidate_become(cx, s, conf, &row));
	TRY(store_candidate_end(cx, s, &row));
	*integration_id = row.integration_id;
	return OK;
}
