/* SPDX-License-Identifier: MIT */
/* reason.c -- the tables of outcomes and reasons. */
#include "shared/progress/reason.h"

static const char *const outcomes[] = {
	[OUTCOME_TRACKED] = "tracked",
	[OUTCOME_DUPLICATE] = "duplicate",
	[OUTCOME_IGNORED] = "ignored",
	[OUTCOME_WAITING] = "waiting",
	[OUTCOME_UNMATCHED] = "unmatched",
	[OUTCOME_REFUSED] = "refused",
};
_Static_assert(NELEM(outcomes) == OUTCOME__COUNT, "an outcome without a name");

static const struct row {
	const char *name;
	enum outcome outcome;
	const char *sentence;
} rows[] = {
	/* clang-format off */
	[REASON_NONE] = { "none", OUTCOME_IGNORED,
		"Nothing was decided." },
	[REASON_NO_BODY] = { "no-body", OUTCOME_REFUSED,
		"The request had no body." },
	[REASON_TOO_LARGE] = { "too-large", OUTCOME_REFUSED,
		"The body is larger than 2 MiB, or holds over 10,000 values." },
	[REASON_NOT_JSON] = { "not-json", OUTCOME_REFUSED,
		"The body is not valid JSON." },
	[REASON_WRONG_SHAPE] = { "wrong-shape", OUTCOME_REFUSED,
		"The body is JSON, but not what this sender sends." },
	[REASON_NOT_PLAYBACK] = { "not-playback", OUTCOME_IGNORED,
		"This event is not about playing something." },
	[REASON_TEST] = { "test", OUTCOME_IGNORED,
		"A test of the connection: it works." },
	[REASON_RATING] = { "rating", OUTCOME_IGNORED,
		"A rating or favourite says nothing about how far it was played." },
	[REASON_UNMARK] = { "unmark", OUTCOME_IGNORED,
		"Marked as unplayed: what was played stays recorded." },
	[REASON_UNSUPPORTED_TYPE] = { "unsupported-type", OUTCOME_IGNORED,
		"Only films and episodes are tracked from this sender." },
	[REASON_OTHER_USER] = { "other-user", OUTCOME_IGNORED,
		"This integration only listens to another user name." },
	[REASON_SWITCHED_OFF] = { "switched-off", OUTCOME_IGNORED,
		"This integration is switched off." },
	[REASON_NOT_WANTED] = { "not-wanted", OUTCOME_IGNORED,
		"You chose that this is never tracked." },
	[REASON_SNOOZED] = { "snoozed", OUTCOME_IGNORED,
		"This integration is snoozed: nothing is tracked or kept." },
	[REASON_SHOW_ASKED] = { "show-asked", OUTCOME_WAITING,
		"The sender's server is being asked which show this is." },
	[REASON_STRANGER] = { "stranger", OUTCOME_WAITING,
		"Its account was given to nobody here yet." },
	[REASON_NO_IDENTIFIER] = { "no-identifier", OUTCOME_UNMATCHED,
		"It carries no TMDb, TheTVDB or IMDb id, so it cannot be "
		"named. Identify it on the sender's side, or say what it is "
		"under Settings, Unmatched." },
	[REASON_INCOMPLETE_EPISODE] = { "incomplete-episode",
		OUTCOME_UNMATCHED,
		"The season or the episode number is missing." },
	[REASON_NO_RUNTIME] = { "no-runtime", OUTCOME_IGNORED,
		"The sender does not know how long it is, so no percentage "
		"can be computed." },
	[REASON_NO_POSITION] = { "no-position", OUTCOME_IGNORED,
		"The sender does not say how far it was played." },
	[REASON_TOO_SHORT] = { "too-short", OUTCOME_IGNORED,
		"Less than half as long as what is known by these ids: a "
		"trailer or a sample, and no viewing of it." },
	[REASON_PLAYER_SILENT] = { "player-silent", OUTCOME_IGNORED,
		"The player has fallen silent, and the server counts on "
		"alone: what it makes up is not taken." },
	[REASON_SERVER_WORD] = { "server-word", OUTCOME_IGNORED,
		"The server's word \"played\" was not taken: the player had "
		"told otherwise." },
	[REASON_BELOW_MINIMUM] = { "below-minimum", OUTCOME_IGNORED,
		"Not far enough in to count as started." },
	[REASON_STALE] = { "stale", OUTCOME_IGNORED,
		"Older than what is already known." },
	[REASON_AFTER_COMPLETION] = { "after-completion", OUTCOME_IGNORED,
		"More of a sitting that is already completed." },
	[REASON_NO_REWATCH] = { "no-rewatch", OUTCOME_IGNORED,
		"It was completed before, and by the rules of this integration "
		"it is not recorded again." },
	[REASON_SEEN_BEFORE] = { "seen-before", OUTCOME_DUPLICATE,
		"The same event was received before." },
	[REASON_UNCHANGED] = { "unchanged", OUTCOME_DUPLICATE,
		"The position is the one already known." },
	[REASON_PROGRESS] = { "progress", OUTCOME_TRACKED,
		"The position moved." },
	[REASON_NOT_WATCHED] = { "not-watched", OUTCOME_TRACKED,
		"It is at its end, but less than half was really watched: by "
		"the rules of this integration it stays in progress." },
	[REASON_STARTED] = { "started", OUTCOME_TRACKED,
		"A new play was started." },
	[REASON_COMPLETED] = { "completed", OUTCOME_TRACKED,
		"The play is completed." },
	[REASON_RECONCILED] = { "reconciled", OUTCOME_TRACKED,
		"No webhook had told it: it was found by asking the server." },
	/* clang-format on */
};
_Static_assert(NELEM(rows) == REASON__COUNT, "a reason without a row");

const char *outcome_name(enum outcome o)
{
	return outcomes[o];
}

const char *reason_name(enum reason r)
{
	return rows[r].name;
}

const char *reason_sentence(enum reason r)
{
	return rows[r].sentence;
}

enum outcome reason_outcome(enum reason r)
{
	return rows[r].outcome;
}

bool outcome_parse(const char *name, enum outcome *out)
{
	for (size_t i = 0; i < NELEM(outcomes); i++) {
		if (strcmp(outcomes[i], name) != 0)
			continue;
		*out = (enum outcome)i;
		return true;
	}
	return false;
}

/* From the end, where those of each tick are. */
bool reason_parse(const char *name, enum reason *out)
{
	for (size_t i = NELEM(rows); i-- > 0;) {
		if (strcmp(rows[i].name, name) != 0)
			continue;
		*out = (enum reason)i;
		return true;
	}
	return false;
}
