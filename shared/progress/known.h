/* SPDX-License-Identifier: MIT */
/*
 * known.h -- what is stored of all that the reports of a round are about, and
 * what they change.
 *
 * A round is read, decided and written. Reading (shared/store/round.h) makes
 * one entry for each row, which all reports of the round share; deciding
 * changes the entries, so that a report sees what those before it led to;
 * writing turns what was changed into rows. Between the two there is no
 * database: match.h decides which work and item, standing.h has what is known
 * of an item, journal.h keeps the deliveries.
 *
 * A report may need a row that was not read, because one before it in the round
 * led somewhere else. Then it and those after it are read again, when what was
 * decided so far is written.
 *
 * Entries belong to the arena of the round, with the strings of its reports.
 */
#ifndef SHARED_PROGRESS_KNOWN_H
#define SHARED_PROGRESS_KNOWN_H

#include "shared/base/arena.h"
#include "shared/base/index.h"

/* Pointers to entries, in the order in which they were added. */
struct known_list {
	void **at;
	size_t count, room;
};

struct known {
	struct arena *arena;
	int64_t now_ms;
	struct index index;
	/* What is to be written. */
	struct known_list works;     /* struct known_work: new, or with news */
	struct known_list ids;       /* struct known_id: new */
	struct known_list conflicts; /* struct known_conflict */
	struct known_list items;     /* struct known_item: new, or renamed */
	struct known_list sittings;  /* struct known_item: with other sittings */
	struct known_list plays;     /* struct standing_play: new, or moved */
	struct known_list stacks;    /* struct known_stack: with news */
	struct known_list rows;      /* struct journal_row: new, or changed */
	struct known_list events;    /* struct journal_event: new */
	struct known_list links;     /* struct journal_link */
	struct known_list versions;  /* struct known_version */
};

/* Which entry a node of the index is a member of. */
enum known_type {
	KNOWN_WORK,
	KNOWN_ID,
	KNOWN_SLOT,
	KNOWN_STACK,
	KNOWN_ROW,
	KNOWN_RUN,
	KNOWN_EVENT,
};

/* The version of the sender's program that an integration has heard of. */
struct known_version {
	int64_t integration_id;
	const char *version;
};

void known_init(struct known *known, struct arena *arena, int64_t now_ms);

void known_add(struct known *known, struct known_list *list, void *entry);

/* To be stored: `was` is what the integration has, or NULL. */
void known_hear(struct known *known, int64_t integration_id, const char *was, const char *version);

#endif
