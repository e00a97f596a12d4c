/* SPDX-License-Identifier: MIT */
/*
 * thing.h -- works as their senders call them, of reports that no id names, and
 * what a person said that they are.
 */
#ifndef SHARED_STORE_THING_H
#define SHARED_STORE_THING_H

#include "shared/db/query.h"
#include "shared/progress/named.h"
#include "shared/progress/state.h"

enum chosen { CHOICE_NONE, CHOICE_WORK, CHOICE_NEVER };

struct thing {
	int64_t id, integration_id;
	const char *name; /* the same in every report of it */
	enum kind kind;
	const char *title; /* or NULL */
	int year;          /* or UNSAID */
	const char *stack; /* of a film in several files (report.h), or NULL */

	struct tick tick;

	enum chosen choice;
	struct id as; /* of CHOICE_WORK */
	struct shift shift;
	int64_t chosen_ms; /* or UNSAID */
};

/* *out has id 0 if there is none of that name. */
MUST_CHECK enum err store_thing_find(struct cx *cx, struct store *s, int64_t integration_id,
	const char *name, struct thing *out);
/* The same of a film in several files; only the first one has a name. */
MUST_CHECK enum err store_thing_find_stack(struct cx *cx, struct store *s, int64_t integration_id,
	const char *stack, struct thing *out);
/* Fills in the id. */
MUST_CHECK enum err store_thing_add(struct cx *cx, struct store *s, struct thing *row);
/* Writes run, place and stretch. */
MUST_CHECK enum err store_thing_ticked(struct cx *cx, struct store *s, const struct thing *row);
/* Writes the choice, with its id and shift, and when it was made. */
MUST_CHECK enum err store_thing_choose(struct cx *cx, struct store *s, const struct thing *row);
/* A person's things that were named by the id `from` are named by `to`. */
struct thing_correction {
	int64_t user_id;
	enum kind kind;
	enum catalog source;
	const char *from, *to;
};
MUST_CHECK enum err store_thing_correct(
	struct cx *cx, struct store *s, const struct thing_correction *c);
/* Things without a choice that no delivery is about any more. */
MUST_CHECK enum err store_thing_prune(struct cx *cx, struct store *s);

/* A thing in a list, with the reports that are about it. */
struct thing_row {
	struct thing thing;
	int64_t user_id;
	const char *user_name, *integration, *provider;
	int64_t reports, deliveries; /* unmatched ones; of a named thing all */
	int64_t first_ms, last_ms;
	int64_t delivery_id; /* the newest */
};
enum { THINGS_MAX = 200 };

struct thing_filter {
	int64_t user_id;   /* 0: everybody's */
	bool is_named;     /* those with a choice, instead of those without */
	int64_t before_ms; /* last reported, or chosen, before that; 0: from the newest */
	int64_t before_id;
	int limit; /* at most THINGS_MAX */
};
/* Those reported last come first; of named ones, those chosen last. */
MUST_CHECK enum err store_thing_list(struct cx *cx, struct store *s,
	const struct thing_filter *filter, const struct thing_row **rows, size_t *count);
/* The number of things that wait for a choice, of one person. */
MUST_CHECK enum err store_thing_count(
	struct cx *cx, struct store *s, int64_t user_id, int64_t *count);
/* ERR_NOT_FOUND also if it is another person's. */
MUST_CHECK enum err store_thing_get(
	struct cx *cx, struct store *s, int64_t user_id, int64_t id, const struct thing_row **out);

/* The thing that a delivery is about, or 0. */
MUST_CHECK enum err store_thing_of(
	struct cx *cx, struct store *s, int64_t delivery_id, int64_t *thing_id);

/* What is kept of a delivery about a thing: see store_delivery_reports. */
struct thing_delivery {
	int64_t id;
	int64_t first_ms, accepted_ms, last_ms;
	bool is_run, has_accepted;
};
/* The newest ones, at most `max`, the newest first. */
MUST_CHECK enum err store_thing_deliveries(struct cx *cx, struct store *s, int64_t thing_id,
	const struct thing_delivery **rows, size_t max, size_t *count);

/* The lowest numbers that were reported, UNSAID without any. */
MUST_CHECK enum err store_thing_lowest(
	struct cx *cx, struct store *s, int64_t thing_id, struct shift *out);

/* How many reports and deliveries about it had which outcome. */
struct thing_tally {
	int64_t reports, deliveries;
	int64_t by_outcome[OUTCOME__COUNT]; /* deliveries */
};
/* Ends a query whose rows are an outcome, its reports and its deliveries. */
MUST_CHECK enum err thing_tally_read(struct query *q, struct thing_tally *out);
MUST_CHECK enum err store_thing_tally(
	struct cx *cx, struct store *s, int64_t thing_id, struct thing_tally *out);

/* How many things of an integration have a choice. */
MUST_CHECK enum err store_thing_chosen(
	struct cx *cx, struct store *s, int64_t integration_id, int64_t *count);

/* A play that deliveries of the thing changed. */
struct thing_play {
	int64_t work_id;
	const char *title; /* of the work, or NULL */
	int season, episode;
	const char *part_title;
	enum play_state state;
	int64_t share, updated_ms;
};
MUST_CHECK enum err store_thing_plays(struct cx *cx, struct store *s, int64_t thing_id,
	const struct thing_play **rows, size_t max, size_t *count);
MUST_CHECK enum err store_thing_play_count(
	struct cx *cx, struct store *s, int64_t thing_id, int64_t *count);

#endif
