/* SPDX-License-Identifier: MIT */
/*
 * journal.h -- which row of the journal keeps a delivery. Pure but for the
 * arena.
 *
 * Ticks fold into a row while that is the row of their run. Whatever ends a run
 * (another event of the same item, another reason, a long silence) closes it.
 */
#ifndef SHARED_PROGRESS_JOURNAL_H
#define SHARED_PROGRESS_JOURNAL_H

#include "shared/progress/known.h"
#include "shared/progress/reason.h"

struct standing_play;

/* The body of one report of a row. */
struct journal_body {
	struct bytes body; /* at NULL: none is kept */
	bool is_whole;     /* kept as it is, and never as a delta */
	bool is_accepted;  /* it told something new, as opposed to its run so far */
	int64_t before_ms; /* the time of the report before it */
	/* The delta from the body that is stored with the row, if any. */
	bool has_stored;
	bool is_patched;
	struct bytes patch;
	struct journal_body *next;
};

enum journal_change {
	JOURNAL_SAME,
	JOURNAL_COUNTED, /* repeated: count and last_ms */
	JOURNAL_FOLDED,
	JOURNAL_DAILY, /* folded, and not about an item */
	JOURNAL_NEW,
};

/* A delivery as it is stored, or will be. Texts may be NULL. */
struct journal_row {
	struct index_node node;
	int64_t id; /* 0: it is to be added */
	int64_t integration_id, first_ms, last_ms;
	int64_t count; /* of its reports */
	int64_t more;  /* of these, those of this round */
	const char *event, *sender_user, *run;
	enum reason reason;
	const char *detail; /* when folded, NULL: as it is */
	int64_t bytes;
	const char *title, *part_title;
	int season, episode; /* or UNSAID */
	int64_t thing_id;    /* of a report that no id names, or 0 */
	enum journal_change change;
	bool is_listed;
	bool ends_run; /* the stored row is of a run, and no longer will be */
	struct journal_body *bodies, *newest;
};

/* The row that ticks of a run fold into. */
struct journal_run {
	struct index_node node;
	int64_t integration_id;
	const char *run;
	struct journal_row *row; /* NULL: none */
};

/* The sender's own id of a report, by which a repeat is known. */
struct journal_event {
	struct index_node node;
	int64_t integration_id;
	const char *event_id;
	struct journal_row *row; /* NULL: not seen yet */
	int64_t number;          /* which report of the row it is, from 1 */
};

/* A delivery and a play that it touched. */
struct journal_link {
	const struct journal_row *row;
	const struct standing_play *play;
};

/* A delivery to be kept, and what of the journal was read for it. */
struct journal_entry {
	struct journal_row row; /* without an id */
	struct journal_body body;
	struct journal_event *event; /* or NULL, as the next two */
	struct journal_run *run;     /* that it folds into */
	struct journal_run *ends;    /* that it ends */
	bool is_daily;
};

/* The entry of a key; with a new one *is_new is set, and it is to be read. */
struct journal_run *journal_run(
	struct known *known, int64_t integration_id, const char *run, bool *is_new);
struct journal_event *journal_event(
	struct known *known, int64_t integration_id, const char *event_id, bool *is_new);
struct journal_row *journal_row(struct known *known, int64_t id, bool *is_new);

/* The run of all deliveries of that event and day (UTC). */
const char *journal_run_of_day(struct arena *arena, const char *event, int64_t now_ms);

/* Counts the repeat of an event that was seen. */
void journal_repeat(struct known *known, struct journal_row *row);

/*
 * The row that keeps the delivery: folds it into the open row of its run if
 * that has the same reason, or is of progress and this one is unchanged, and is
 * not older than a sitting's gap, else adds a row; *folded says which. A daily
 * one folds into the row of its day and reason, whatever comes in between, and
 * is about no item.
 */
struct journal_row *journal_keep(
	struct known *known, const struct journal_entry *entry, bool *folded);

void journal_link(
	struct known *known, const struct journal_row *row, const struct standing_play *play);

#endif
