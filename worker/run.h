/* SPDX-License-Identifier: MIT */
/*
 * run.h -- one yank: every account that is due, side by side.
 *
 * Each account is a run of its source: ask, take the answer, store what it
 * brought, until nothing is left to ask. What an answer brought is stored at
 * once, a row's state together with its plays, so a crash at any moment
 * repeats rows and never skips one. The ETag comes last.
 */
#ifndef WORKER_RUN_H
#define WORKER_RUN_H

#include "shared/secret.h"
#include "shared/store_account.h"
#include "shared/store_integration.h"

struct yank_options {
	int64_t integration_id; /* 0: all that are due */
	bool is_dry;            /* store nothing */
	bool is_full;           /* forget what was seen before */
};

/* What a run of one account did. */
struct yank_summary {
	const struct integration *integration;
	enum err err;     /* of the whole run */
	const char *note; /* why, when it failed */
	int64_t seen, changed, tracked, ignored, unmatched, failed;
	int64_t requests;
};

/* What the caller hears of; each may be NULL. Strings are borrowed. */
struct yank_ears {
	void *arg;
	/* Rows stored so far, of those the server showed. */
	void (*progress)(void *arg, const struct yank_summary *so_far);
	/* One row and what it led to. */
	void (*row)(void *arg, const struct yank_summary *so_far,
		const char *title, const char *reason, const char *detail);
	void (*done)(void *arg, const struct yank_summary *summary);
};

/*
 * ERR_NOT_FOUND for an integration that is none or not of a kind that is
 * asked; ERR_CONFLICT for one that is switched off; else OK, or the gravest error of any account: ERR_CONF before those
 * that pass.
 */
MUST_CHECK enum err yank(struct cx *cx, struct store *s, const struct key *key,
	const struct yank_options *options, const struct yank_ears *ears);

#endif
