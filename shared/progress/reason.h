/* SPDX-License-Identifier: MIT */
/*
 * reason.h -- what a delivery led to, and why, in one word and one sentence.
 *
 * Every delivery ends with exactly one reason, and each reason belongs to one
 * outcome. The names are part of the API (docs/api.md) and of the database.
 */
#ifndef SHARED_PROGRESS_REASON_H
#define SHARED_PROGRESS_REASON_H

#include "shared/base/base.h"

enum outcome {
	OUTCOME_TRACKED,   /* a play was created, moved or completed */
	OUTCOME_DUPLICATE, /* known already */
	OUTCOME_IGNORED,   /* understood; nothing to record */
	OUTCOME_WAITING,   /* until somebody has said which show, or whose, it is */
	OUTCOME_UNMATCHED, /* a real viewing of something without a usable id */
	OUTCOME_REFUSED,   /* not a body that this sender sends */
	OUTCOME__COUNT
};

/*
 * In rising order of weight: where one delivery speaks of several items (a
 * file with two episodes), the heaviest reason is the delivery's.
 */
enum reason {
	REASON_NONE, /* no objection: weigh the report */
	/* refused */
	REASON_NO_BODY,
	REASON_TOO_LARGE,
	REASON_NOT_JSON,
	REASON_WRONG_SHAPE,
	/* ignored */
	REASON_NOT_PLAYBACK,
	REASON_TEST,
	REASON_RATING,
	REASON_UNMARK,
	REASON_UNSUPPORTED_TYPE,
	REASON_OTHER_USER,
	REASON_SWITCHED_OFF,
	REASON_NOT_WANTED,
	REASON_SNOOZED,
	/* waiting */
	REASON_SHOW_ASKED,
	REASON_STRANGER,
	/* unmatched */
	REASON_NO_IDENTIFIER,
	REASON_INCOMPLETE_EPISODE,
	/* ignored */
	REASON_NO_RUNTIME,
	REASON_NO_POSITION,
	REASON_TOO_SHORT,
	REASON_BELOW_MINIMUM,
	REASON_PLAYER_SILENT,
	REASON_SERVER_WORD,
	REASON_STALE,
	REASON_AFTER_COMPLETION,
	REASON_NO_REWATCH,
	/* duplicate */
	REASON_SEEN_BEFORE,
	REASON_UNCHANGED,
	/* tracked */
	REASON_PROGRESS,
	REASON_NOT_WATCHED,
	REASON_STARTED,
	REASON_COMPLETED,
	REASON_RECONCILED,
	REASON__COUNT
};

const char *outcome_name(enum outcome o);   /* "tracked" */
const char *reason_name(enum reason r);     /* "below-minimum" */
const char *reason_sentence(enum reason r); /* for people */
enum outcome reason_outcome(enum reason r);

/* False, and *out unchanged, for an unknown name. */
MUST_CHECK bool outcome_parse(const char *name, enum outcome *out);
MUST_CHECK bool reason_parse(const char *name, enum reason *out);

#endif
