/* SPDX-License-Identifier: MIT */
/*
 * export.h -- all data of one person, as JSON Lines.
 *
 * Each line is an object that stands alone, so neither the writer nor a reader
 * needs the whole export in memory. docs/export.md describes the lines;
 * import.h reads them back. There are no secrets in it: no slug, no token, no
 * password, no key of a server.
 */
#ifndef SHARED_ACTIONS_EXPORT_H
#define SHARED_ACTIONS_EXPORT_H

#include "shared/db/db.h"
#include "shared/store/user.h"

enum { EXPORT_VERSION = 1, EXPORT_LINE_MAX = 64 << 10 };

/* Gets whole lines. `bytes` are valid during the call only. */
typedef enum err export_write_fn(struct cx *cx, void *arg, const char *bytes, size_t length);
struct export_to {
	export_write_fn *write; /* an error ends the export */
	void *arg;
};

struct export_counts {
	int64_t integrations, plays, sittings;
};

MUST_CHECK enum err export_json(struct cx *cx, struct store *s, const struct user *user,
	const struct export_to *to, struct export_counts *out);

#endif
