/* SPDX-License-Identifier: MIT */
/*
 * report.h -- what a sender reports at one moment.
 *
 * A provider (a sink or a source) fills these; the rules weigh them. Strings
 * belong to the arena of the unit of work. UNSAID is "the sender did not say",
 * which is never the same as 0: season 0 is the specials, position 0 is the
 * beginning.
 */
#ifndef SHARED_PROGRESS_REPORT_H
#define SHARED_PROGRESS_REPORT_H

#include "shared/base/lengths.h"
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

/* What the position is based on; the contract test compares it. */
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
	struct ids ids;          /* of the work: for an episode, of the SHOW */
	const char *title;       /* of the work, or NULL */
	const char *author;      /* of the work, or NULL */
	const char *link;        /* to the work on the sender's side, or NULL */
	const char *own_id;      /* of the work on the sender's side; set when ids is empty */
	const char *part_title;  /* of the episode, or NULL */
	const char *part;        /* a podcast episode's own id, or NULL */
	const char *part_before; /* another id that it may be known by, or NULL */
	/*
	 * Title and ids were corrected at the sender, and these were the ids
	 * before; or NULL.
	 */
	const struct ids *corrects;
	int year;            /* or UNSAID */
	int season, episode; /* or UNSAID; season 0 is a season */
	int episode_end;     /* last episode in the same file, or UNSAID */

	int64_t position, duration; /* one unit for both, or UNSAID */
	int64_t units_per_ms;       /* of that unit; 0: a share and no time */
	bool finished;              /* the sender says so: counts as 100 % */
	bool passed;                /* a part of a file whose position is in a later part */
	bool duration_guessed;      /* several versions; unknown which one plays */
	bool starts_sitting;        /* a Play: a new viewing begins */
	bool ends_sitting;          /* a Stop: later reports belong to another sitting */
	enum basis basis;

	/*
	 * What tells the player's own word from its server's (rules_told.h). In
	 * units as above, or UNSAID: the place that the server keeps, which
	 * moves with the player's own reports only.
	 */
	int64_t own_position;
	int64_t file_position, file_duration; /* of the whole file; see report_part */
	bool paused;
	bool was_played;    /* called played by the server already when this began */
	bool maybe_servers; /* a mark that may be the server's and not a person's */
	const char *device; /* the player; the same in every viewing; or NULL */
	int64_t dated_ms;   /* when a mark says that it was played, or UNSAID */

	/* One file of a film in several; see report_in_stack. */
	const char *stack; /* what their names have in common, or NULL */
	int file, files;   /* from 1; `files` is 0 where this file does not say */

	bool is_state;       /* the current state of a server: never stale */
	bool is_asked;       /* a webhook may have told it, too (rules_asked.h) */
	bool is_older;       /* the server has newer word of this work */
	int64_t started_ms;  /* when a play that it begins was begun; UNSAID: at_ms */
	int64_t at_ms;       /* when it was true, by the sender's clock; */
			     /* UNSAID: when it was received */
	int64_t sent_ms;     /* that clock when it was sent; 0 or less: not said */
	const char *session; /* of the player; a new one is a new sitting */
};

/* A file with more episodes than this is an error of the sender. */
enum { REPORT_PARTS_MAX = 50 };

/*
 * More episodes in one file, or shorter ones, come from a number in its title
 * ("1-23-45") rather than from its content.
 */
enum { REPORT_LIKELY_PARTS = 8, REPORT_PART_MIN_MS = 4 * 60 * 1000 };

/* A film comes in at most so many files. */
enum { REPORT_FILES_MAX = 20 };

/* One request or one pulled row, as the provider understood it. */
struct message {
	const char *event;          /* the sender's own word, or NULL */
	const char *user;           /* account name on the sender's side, or NULL */
	const char *user_id;        /* its id there, or NULL */
	const char *event_id;       /* the same for a retry, or NULL */
	const char *sender_version; /* of the sender's program, or NULL */
	const char *run;            /* ticks with the same run fold; NULL: no tick */
	const char *ends_run;       /* the run of ticks that this event ends, or NULL */
	enum reason reason;         /* REASON_NONE: weigh the report; else why not */
	const char *detail;         /* more specific than the reason's sentence, or NULL */
	bool is_nameless;           /* the reason holds only because no id names the work */
	const char *field;          /* of a wrong shape: the path of the value; or NULL */
	const char *expected;       /* and what was expected there */
	struct bytes body;          /* of several in one body: the part that alone gives this */
				    /* message; else nothing */
	const char *note;           /* what was left out of the body, and why, or NULL */
	const char *unnamed_show;   /* its sender's id of a show without ids, */
				    /* if nothing else is missing (lookup.h) */
	bool drop_body;             /* not to be kept: a sign-in */
	bool folds_daily;           /* not about playing: one delivery an event and day */
	struct report report;       /* as far as it was read, whatever the reason */
};

/* An empty message: everything is UNSAID or NULL. */
void message_init(struct message *m);

/*
 * Adds an id in its normal form. False if it is no id of that catalog, or if
 * there already is one of that catalog.
 */
bool ids_add(struct ids *ids, enum catalog source, const char *value);

/*
 * False when the file cannot hold all episodes up to episode_end. Then that
 * number means something else.
 */
bool report_end_is_plausible(const struct report *r);

/* How many items the file holds: 1, or episode to episode_end. */
int report_parts(const struct report *r);

/*
 * Part number `index` of a file with several episodes, as a separate report:
 * an equal share of the duration, and the position within it. A finished file
 * finishes every part; `finished` is passed in, because this function does not
 * know the limit.
 */
void report_part(const struct report *whole, int index, bool finished, struct report *part);

/*
 * One file of a film in several, as a report of the film. lengths[] are those
 * of its files in the unit of the report, 0 where unknown: then the mean of the
 * others. The server's bare word about a file means the end of that file.
 */
void report_in_stack(struct report *r, const int64_t lengths[], int files);

/*
 * position / duration in ten-thousandths of a percent, 0 to 1000000,
 * rounded to the nearest. UNSAID when either is unsaid or the duration is 0.
 */
int64_t report_share(int64_t position, int64_t duration);
enum { SHARE_WHOLE = 1000000 };

#endif
