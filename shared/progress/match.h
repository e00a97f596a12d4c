/* SPDX-License-Identifier: MIT */
/*
 * match.h -- which work of a person a report is about, and which part of it.
 *
 * The ids of a report are looked up in the order of trust, among the works of
 * the person. The first known one decides, unless a better id of the report
 * contradicts it: the work has another id of that catalog. The other ids are
 * added if they are new, and kept as conflicts if they belong to another work.
 * Works are never merged automatically, because a wrong merge cannot be undone.
 */
#ifndef SHARED_PROGRESS_MATCH_H
#define SHARED_PROGRESS_MATCH_H

#include "shared/progress/standing.h"

struct known_work {
	struct index_node node;
	int64_t id; /* 0: it is to be added */
	int64_t user_id;
	enum kind kind;
	bool is_new, is_listed;
	bool is_named; /* it got its title in this round */
	/* Title, author, link and year: what it has, and what it got. */
	bool is_read, has_title, has_author, has_link, has_year;
	const char *title, *author, *link;
	int year;
	bool has_ids; /* the next two are read */
	struct id *ids;
	size_t count, room;
};

/* A key by which a work is found. */
struct known_id {
	struct index_node node;
	int64_t user_id;
	enum kind kind;
	const struct id *id;     /* of a report */
	struct known_work *work; /* NULL: none has it */
};

struct known_conflict {
	struct known_work *work;
	const struct id *id; /* of a report */
};

struct known_item {
	int64_t id; /* 0: it is to be added */
	struct known_work *work;
	const char *part;
	int season, episode;    /* or UNSAID */
	const char *part_title; /* or NULL */
	bool is_new, is_listed;
	struct standing standing;
};

/* A part of a work, and whether it has an item. */
struct known_slot {
	struct index_node node;
	struct known_work *work;
	const char *part;
	struct known_item *item; /* NULL: not yet */
};

/* A film in several files, as far as it is known. Only the first has ids. */
struct known_stack {
	struct index_node node;
	int64_t user_id;
	const char *name;        /* what the names of its files have in common */
	struct known_work *work; /* NULL: the first file was never seen */
	struct ids ids;          /* of the work, as stored */
	int files;
	int64_t lengths[REPORT_FILES_MAX]; /* in the sender's unit; 0: unknown */
	int file;                          /* that there is news of; 0: of none */
	bool is_used;                      /* by a report of the round: others read it again */
};

/* A report on its way to a work. */
struct match {
	int64_t user_id;
	const struct report *report;
	struct known_id *ids[CATALOG__COUNT]; /* those of the report */
};

/* The entry of a key; with a new one *is_new is set, and it is to be read. */
struct known_id *match_id(
	struct known *known, int64_t user_id, enum kind kind, const struct id *id, bool *is_new);
struct known_work *match_work(struct known *known, int64_t work_id, bool *is_new);
struct known_slot *match_slot(
	struct known *known, struct known_work *work, const char *part, bool *is_new);

struct known_stack *match_stack(
	struct known *known, int64_t user_id, const char *name, bool *is_new);

/* Fills in a row as it is stored. */
void match_has_id(struct arena *arena, struct known_work *work, const struct id *id);
struct known_item *match_item(struct known *known, struct known_slot *slot, int64_t item_id);

/* Are the other ids of the works needed, to choose one or to learn? */
bool match_is_mixed(const struct match *m);

/*
 * The work that the ids choose: NULL when none is known. False when ids of
 * works are needed that were not read.
 */
MUST_CHECK bool match_find(const struct match *m, struct known_work **work);

/*
 * Teaches the work what it lacks, or makes a new one of NULL. *conflicts counts
 * the ids that belong to another work, and second ids of one catalog. What
 * match_find said is true still.
 */
struct known_work *match_learn(
	struct known *known, const struct match *m, struct known_work *work, int *conflicts);

/*
 * A further file of a film has no ids, so its sink cannot tell what it is. When
 * the first file is known, it is that film.
 */
bool match_is_film(const struct known_stack *stack, const struct message *m);

/* Adds what one of the files says. */
void match_learn_stack(struct known *known, struct known_stack *stack, struct known_work *work,
	const struct report *r);

/* "" for the whole work; else the episode, or the sender's id of the part. */
const char *match_part(struct arena *arena, const struct report *r);

/* Is an item without that part perhaps known by an earlier id of it? */
bool match_may_be_renamed(const struct known_slot *slot, const struct report *r);

/*
 * The item of the slot, or a new one. `before` is the slot of the earlier id,
 * or NULL.
 */
struct known_item *match_take_item(struct known *known, struct known_slot *slot,
	struct known_slot *before, const struct report *r);

#endif
