/* SPDX-License-Identifier: MIT */
/*
 * policy.h -- what a person has set for one integration, beyond its two limits.
 *
 * Pure data: a number for each policy, or UNSAID where it is as usual. Few
 * integrations have any, so a struct integration has a pointer, NULL for none.
 * docs/rules.md has each with an example.
 */
#ifndef SHARED_PROGRESS_POLICY_H
#define SHARED_PROGRESS_POLICY_H

#include "shared/base/arena.h"
#include "shared/progress/limits.h"

enum policy_name {
	/* Limits of one kind, in the order of enum kind. */
	POLICY_MOVIE_START,
	POLICY_MOVIE_COMPLETE,
	POLICY_SHOW_START,
	POLICY_SHOW_COMPLETE,
	POLICY_AUDIOBOOK_START,
	POLICY_AUDIOBOOK_COMPLETE,
	POLICY_PODCAST_START,
	POLICY_PODCAST_COMPLETE,
	POLICY_BOOK_START,
	POLICY_BOOK_COMPLETE,
	POLICY_MINUTES_LEFT,
	POLICY_REWATCH,
	POLICY_HALF_WATCHED,
	POLICY_CREDITS,
	POLICY_SNOOZE_UNTIL,
	POLICY__COUNT
};

enum policy_type {
	POLICY_PERCENT, /* hundredths of a percent */
	POLICY_NUMBER,
	POLICY_CHOICE, /* of the words, counted from 1 */
	POLICY_SWITCH, /* 1: on */
	POLICY_TIME,   /* ms UTC; it is over by itself */
};

/* A row of the table: how one is named, typed and explained. */
struct policy_rule {
	const char *name; /* in the API, in forms, for ryotctl, and as stored */
	enum policy_type type;
	int64_t min, max;
	const char *label;
	const char *hint;         /* a sentence with an example; NULL: the row before has it */
	const char *const *words; /* of a choice, NULL at the end; the first is as usual */
};
extern const struct policy_rule policy_rules[POLICY__COUNT];

struct policy {
	int64_t value[POLICY__COUNT]; /* or UNSAID */
};

struct policy policy_none(void);

/* The start limit of a kind but KIND_NONE; the next is its other one. */
enum policy_name policy_of_kind(enum kind kind);

/* The policy of that name; POLICY__COUNT if there is none. */
enum policy_name policy_find(const char *name);

/*
 * As it is stored: "minutes_left=3 movie_complete_percent=9000"; NULL when all
 * is as usual. What cannot be read is passed over.
 */
const char *policy_text(struct arena *arena, const struct policy *policy);
void policy_read(const char *text, struct policy *out);

/* Is nothing to be tracked that was received then? */
bool policy_is_snoozed(const struct policy *policy_or_null, int64_t received_ms);

/* What the rules need for that kind; own: the limits of the integration. */
struct limits policy_limits(
	const struct policy *policy_or_null, const struct limits *own, enum kind kind);

#endif
