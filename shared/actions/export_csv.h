/* SPDX-License-Identifier: MIT */
/* export_csv.h -- the history of one person for spreadsheets. */
#ifndef SHARED_ACTIONS_EXPORT_CSV_H
#define SHARED_ACTIONS_EXPORT_CSV_H

#include "shared/actions/export.h"

/*
 * RFC 4180 with CR LF: a header and one row per play, in the order of their
 * start. Text that a spreadsheet would take for a formula is prefixed by an
 * apostrophe.
 */
MUST_CHECK enum err export_csv(struct cx *cx, struct store *s, const struct user *user,
	const struct export_to *to, struct export_counts *out);

#endif
