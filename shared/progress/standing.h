/* SPDX-License-Identifier: MIT */
/*
 * standing.h -- what is stored of one item for its person: its sittings and its
 * newest plays; and how a decision changes it. Pure but for the arena.
 *
 * One sitting is kept for each device. Times and positions are as in rules.h.
 */
#ifndef SHARED_PROGRESS_STANDING_H
#define SHARED_PROGRESS_STANDING_H

#include "shared/progress/known.h"
#include "shared/progress/rules.h"

struct known_item;

/* What is to be written of a sitting. */
enum sitting_change {
	SITTING_SAME,
	SITTING_TICKED, /* only what each tick moves: heard_ms and the places */
	SITTING_MOVED,
	SITTING_NEW,
	SITTING_GONE,  /* to be removed, ... */
	SITTING_NEVER, /* ... and was never stored */
};

struct sitting {
	const char *device;  /* "" where the sender names none */
	const char *session; /* or NULL */
	int64_t play_event_ms, heard_ms, longest_ms;
	bool done;
	struct told memory;
	enum sitting_change change;
};

struct standing_play {
	int64_t id; /* 0: it is to be added */
	struct known_item *item;
	int64_t user_id, integration_id; /* of the last report; 0: removed */
	int64_t share, furthest;
	int64_t position_ms, duration_ms; /* or UNSAID */
	const char *session;              /* of a report of this round; NULL: as stored */
	int64_t started_ms, updated_ms, completed_ms; /* or UNSAID */
	int64_t watched_ms;                           /* UNSAID: not counted */
	bool is_counted;                              /* ... and it is, by a report of this round */
	bool is_changed, is_taken_over;               /* ... by another integration */
	bool day_only;                                /* of the times; read for what is asked */
};

struct standing {
	int64_t user_id;          /* whose sittings */
	struct sitting *sittings; /* in the order of their devices */
	size_t count, room;
	struct standing_play *open; /* or NULL */
	struct standing_play *done; /* the completed one with the newest report, or NULL */
	bool is_read;               /* sittings and open play */
	bool looked_back;           /* the completed one too */
	bool is_over;               /* a play was completed: what is known is to be read again */
	bool is_listed;             /* among the sittings to be written */
};

/* What a report looks at. */
struct viewing {
	int64_t user_id, item_id;
	const char *session, *device; /* of the player; NULL: unknown */
	bool looks_back;              /* otherwise has_completed stays false */
	bool is_asked;                /* a play that its person removed is known, too */
};

/* A person, an item, and the integration that reported it. */
struct play_key {
	int64_t user_id, item_id, integration_id;
};

/* A row as it is stored; call in the order of the devices' bytes. */
struct sitting *standing_seat(struct arena *arena, struct standing *s);

/* Does a report that looks back, or not, need the completed play? */
bool standing_needs_done(const struct standing *s, const struct viewing *viewing);

/*
 * What the rules need. session_done: the session of the viewing has completed
 * a play.
 */
void standing_progress(const struct standing *s, const struct viewing *viewing, bool session_done,
	struct progress *out);

/* What `out` above is about: the open play, else the completed; or NULL. */
struct standing_play *standing_newest(const struct standing *s);

/*
 * The standing of the item after the decision, `was` being what it was made of.
 * Returns the newest play, or NULL.
 */
struct standing_play *standing_change(struct known *known, struct known_item *item,
	const struct play_key *key, const struct progress *was, const struct decision *decision);

#endif
