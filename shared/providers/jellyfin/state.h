/* SPDX-License-Identifier: MIT */
/*
 * state.h -- the version that plays, and where it stands: the player's state
 * and the server's own record, of which either may be missing, stale, made up,
 * or that of another item.
 */
#ifndef SHARED_PROVIDERS_JELLYFIN_STATE_H
#define SHARED_PROVIDERS_JELLYFIN_STATE_H

#include "shared/json/reader.h"
#include "shared/progress/report.h"

enum event_class {
	EVENT_TICK, /* once a second */
	EVENT_PLAY,
	EVENT_CHANGE, /* the 90 % mark */
	EVENT_PAUSE,
	EVENT_RESUME,
	EVENT_STOP,
	EVENT_MARK,
	EVENT_UNMARK,
	EVENT_RATE,
	EVENT_OTHER,   /* libraries, restarts */
	EVENT_PRIVATE, /* sessions, sign-ins */
	EVENT_UNKNOWN,
};

/* The objects of the body that matter; absent ones hold NULL. */
struct parts {
	struct json root, item, user_data, session, play_state;
	enum event_class class;
	const char *item_id; /* or NULL */
	int64_t length;      /* of the item, or UNSAID */
	size_t sources;      /* versions */
	/* The version that plays. */
	const char *version;    /* its id, or NULL */
	int64_t version_length; /* or UNSAID */
	bool is_main;           /* it is the item itself, or not named */
	bool is_foreign;        /* it is none of this item's: the state is not either */
	int64_t longest_length; /* of all versions, or UNSAID */
};

/* Which version plays, and whether the state is that of this item at all. */
void jellyfin_find_version(struct reader *in, struct parts *p);

/* The event is right where the state is already that of a later moment. */
bool jellyfin_is_paused(struct reader *in, const struct parts *p);

/* Position and duration, and what a mark says; in ticks. */
void jellyfin_read_state(struct reader *in, const struct parts *p, struct report *r);

#endif
