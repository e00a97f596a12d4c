/* SPDX-License-Identifier: MIT */
/*
 * report.h -- what a sender says at one moment, in our words.
 *
 * A provider (a sink or a source) fills these; the rules weigh them. Strings
 * belong to the arena of the unit of work. UNSAID is "the sender did not say",
 * which is never the same as 0: season 0 is the specials, position 0 is the
 * beginning.
 */
#ifndef SHARED_PROGRESS_REPORT_H
#define SHARED_PROGRESS_REPORT_H

#include "shared/progress/catalog.h"
#include "shared/progress/reason.h"

#define UNSAID (-1)

struct id {
	enum catalog source;
	char value[ID_TEXT]; /* normal form: see catalog_normalise */
};

/* At most one id of each catalog, in the order of enum catalog. */
struct ids {
	size_t count;
	struct id list[CATALOG__COUNT];
};

/* What the position rests on; shown to people, and to the contract test. */
enum basis {
	BASIS_NONE,
	BASIS_SESSION_POSITION,  /* the player's own position */
	BASIS_USERDATA_POSITION, /* where the server would resume */
	BASIS_USERDATA_PLAYED,   /* the server's bare word "played" */
	BASIS_EXPLICIT_MARK,     /* a person ticked "watched" */
	BASIS_EVENT_SAYS_COMPLETED,
	BASIS_REPORTED_PERCENT,
	BASIS__COUNT
};

struct report {
	enum kind kind;
	struct ids ids;         /* of the work: for an episode, of the SHOW */
	const char *title;      /* of the work, or NULL */
	const char *author;     /* of the work, or NULL */
	const char *link;       /* to the work on the sender's side, or NULL */
	const char *part_title; /* of the episode, or NULL */
	const char *part;       /* a podcast episode's own id, or NULL */
	int year;               /* or UNSAID */
	int season, episode;    /* or UNSAID; season 0 is a season */
	int episode_end;        /* last episode in the same file, or UNSAID */

	int64_t position, duration; /* one unit for both, or UNSAID */
	int64_t units_per_ms;       /* of that unit; 0: a mere share, no time */
	bool finished;              /* the sender says so: counts as 100 % */
	bool passed;                /* a part of a file that is already further */
	bool duration_guessed;      /* several versions, unsaid which one plays */
	bool starts_sitting;        /* a Play: from here on a new viewing */
	bool ends_sitting;          /* a Stop: what follows is not of it */
	enum basis basis;

	bool is_state;       /* how things stand now: never told too late */
	int64_t at_ms;       /* when it was true by the sender's clock, */
			     /* or UNSAID: when we heard it */
	const char *session; /* of the player; a new one is a new sitting */
};

/* More episodes than that in one file is not a file, it is an error. */
enum { REPORT_PARTS_MAX = 50 };

/* What one request or one pulled row says, as a provider understood it. */
struct message {
	const char *event;          /* the sender's own word, or NULL */
	const char *user;           /* account name on the sender's side, or NULL */
	const char *user_id;        /* its id there, or NULL */
	const char *event_id;       /* makes a retry harmless, or NULL */
	const char *sender_version; /* of the sender's program, or NULL */
	const char *run;            /* ticks with the same run fold; NULL: no tick */
	const char *ends_run;       /* an event that ends that run of ticks, or NULL */
	enum reason reason;         /* REASON_NONE: weigh the report; else why not */
	const char *detail;         /* better words than the reason's own, or NULL */
	bool drop_body;             /* not worth keeping: a library scan, a login */
	struct report report;       /* as far as it could be read, whatever reason */
};

/* An empty message: nothing said. */
void message_init(struct message *m);

/*
 * Adds an id in its normal form. False, and nothing added, for what is no id
 * of that catalog and for a second id of one catalog.
 */
bool ids_add(struct ids *ids, enum catalog source, const char *value);

const char *basis_name(enum basis b);

/* How many items the file holds: 1, or episode to episode_end. */
int report_parts(const struct report *r);

/*
 * Part number `index` of a file with several episodes, as a report of its
 * own: equal shares of the duration, the position within that share. A whole
 * file that is finished makes each part finished; `finished` says so, since
 * the limit is not this function's to know.
 */
void report_part(const struct report *whole, int index, bool finished, struct report *part);

/*
 * position / duration in ten-thousandths of a per cent, 0 to 1000000,
 * rounded to the nearest. UNSAID when either is unsaid or the duration is 0.
 */
int64_t report_share(int64_t position, int64_t duration);
enum { SHARE_WHOLE = 1000000 };

#endif
