/* SPDX-License-Identifier: MIT */
/*
 * rules_told.h -- what the player told against what its server says.
 *
 * A media server knows less than the player does. It calls things played that
 * were not, keeps that word from earlier viewings, counts on alone when the
 * player is gone, and marks other versions. What the player told a moment ago
 * is remembered with the sitting and outranks the server's bare word, as long
 * as the end cannot have been reached since. docs/rules.md has each rule with
 * an example.
 */
#ifndef SHARED_PROGRESS_RULES_TOLD_H
#define SHARED_PROGRESS_RULES_TOLD_H

#include "shared/progress/rules.h"

/* A time or length of the report in milliseconds, or UNSAID. */
int64_t told_in_ms(int64_t units, const struct report *r);

/*
 * True when the player is gone and the server has made up the position. Then
 * own_position is where the player was.
 */
bool told_is_silent(const struct progress *was, const struct report *r, int64_t at_ms);

/* True when the player itself has reported since m->own_ms. */
bool told_is_own(const struct told *m, const struct report *r);

/* True for the Stop of a server that has given up a silent player. */
bool told_is_server_stop(const struct progress *was, const struct report *r, int64_t at_ms);

/* True for "played" without a position, and for a mark that no person set. */
bool told_is_bare_word(const struct progress *was, const struct report *r, int64_t at_ms);

/* Which rule keeps a bare word from counting, or RULE_NONE. */
enum rule told_bars_word(const struct limits *limits, const struct progress *was,
	const struct report *r, int64_t at_ms);

/* True when this sitting has told a place. */
bool told_anything(const struct told *m);

/* The share of that place. */
int64_t told_share(const struct told *m);

/* What is remembered of the sitting after one more report of it. */
void told_keep(const struct report *r, int64_t at_ms, bool is_silent, struct told *m);

#endif
