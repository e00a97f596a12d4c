/* SPDX-License-Identifier: MIT */
/*
 * export.h -- everything of one person, to take away.
 *
 * As JSON Lines: an object a line, each of which stands for itself, so that
 * neither the writer nor a reader needs all of it in memory. docs/export.md
 * describes the lines; import.h reads them back. It holds no secret: no slug,
 * no token, no password, no key of a server.
 */
#ifndef SHARED_ACTIONS_EXPORT_H
#define SHARED_ACTIONS_EXPORT_H

#include "shared/db/db.h"
#include "shared/store/user.h"

enum { EXPORT_VERSION = 1, EXPORT_LINE_MAX = 64 << 10 };

/* Where it goes, piece by piece; whole lines. `bytes` are for the call only. */
typedef enum err export_write_fn(struct cx *cx, void *arg, const char *bytes, size_t length);
struct export_to {
	export_write_fn *write; /* an error of it ends the export */
	void *arg;
};

struct export_counts {
	int64_t integrations, plays, sittings;
};

MUST_CHECK enum err export_json(struct cx *cx, struct store *s, const struct user *user,
	const struct export_to *to, struct export_counts *out);

#endif
