/* SPDX-License-Identifier: MIT */
/* unmatched.h -- what the pages about things without a name share. */
#ifndef CGI_PAGES_SETTINGS_UNMATCHED_H
#define CGI_PAGES_SETTINGS_UNMATCHED_H

#include "cgi/web/page.h"
#include "shared/actions/naming.h"

/* Its title, or what it is if it has none. In the arena. */
const char *unmatched_title(struct cx *cx, const struct thing *thing);

/* "Show · 2019 · Living room" */
void unmatched_put_meta(const struct call *c, const struct thing_row *row);

/* "14 reports, last on Tuesday" */
void unmatched_put_reports(const struct call *c, const struct thing_row *row);

/* What it was named as, a link where the catalog has pages, and the shift. */
void unmatched_put_choice(const struct call *c, const struct thing *thing);

/* "settings/unmatched/12" and the rest. */
const char *unmatched_path(struct cx *cx, int64_t id, const char *rest);

#endif
