/* SPDX-License-Identifier: MIT */
/* finding.c -- collects the findings, as rows of a table or as JSON. */
#include "ctl/doctor/finding.h"

enum { HOUR_MS = 60 * 60 * 1000 };
#define DAY_MS (INT64_C(24) * HOUR_MS)

static const char *const words[] = {
	[FINDING_WELL] = "well",
	[FINDING_LOOK] = "look",
	[FINDING_WRONG] = "wrong",
};

void doctor_tell(struct doctor *d, enum finding finding, const char *what, const char *advice)
{
	struct buf *out = &d->ctl->out;

	d->count[finding]++;
	if (d->ctl->is_json) {
		jput_open(out, NULL, '{');
		jput_str(out, "check", d->check);
		jput_str(out, "finding", words[finding]);
		jput_str(out, "what", what);
		jput_str_or_null(out, "advice", advice);
		jput_close(out, '}');
		return;
	}
	table_add(&d->table, words[finding]);
	table_add(&d->table, d->check);
	table_add(&d->table, what);
	if (!advice)
		return;
	table_add(&d->table, "");
	table_add(&d->table, "");
	table_add(&d->table, arena_printf(out->arena, "> %s", advice));
}

void doctor_certificate(struct cx *cx, struct doctor *d, const char *url, int64_t ends_ms)
{
	int64_t days = (ends_ms - cx->now_ms) / DAY_MS;

	if (ends_ms == UNSAID || days >= 14)
		return;
	doctor_tell(d, days < 3 ? FINDING_WRONG : FINDING_LOOK,
		arena_printf(cx->arena, "the TLS certificate of %s expires in %" PRId64 " day%s",
			url, days, days == 1 ? "" : "s"),
		"renew it with its ACME client, then reload the server");
}
