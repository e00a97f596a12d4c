/* SPDX-License-Identifier: MIT */
/* kept.c -- see kept.h. */
#include "cgi/hooks/kept.h"

#include "shared/actions/quota.h"

enum { PART = 8, AGAIN_MS = 60 * 1000 };

/* Global because a process has one thread and one loop. */
static struct {
	int64_t bytes[BODY_GROUPS]; /* received since the group was looked at */
	bool is_due;                /* one of them is, perhaps */
	bool has_failed;            /* the last step, at: */
	int64_t tried_ms;
} kept;

static int64_t bound(const struct app *app)
{
	return quota_of_bodies(app->conf) / PART;
}

void kept_count(const struct call *c, int64_t integration_id, size_t bytes)
{
	int64_t *group = &kept.bytes[integration_id % BODY_GROUPS];

	*group += (int64_t)bytes;
	if (*group > bound(c->app))
		kept.is_due = true;
}

void kept_doubt(void)
{
	for (int i = 0; i < BODY_GROUPS; i++)
		kept.bytes[i] = INT64_MAX / 2;
	kept.is_due = true;
}

int64_t kept_due_ms(int64_t now_ms)
{
	int64_t since_ms = now_ms - kept.tried_ms;

	if (!kept.is_due)
		return INT64_MAX;
	if (!kept.has_failed || since_ms < 0 || since_ms >= AGAIN_MS)
		return 0;
	return AGAIN_MS - since_ms;
}

static enum err settle_some(
	struct cx *cx, const struct app *app, const int64_t *ids, size_t count, bool *goes_on)
{
	for (size_t i = 0; i < count; i++) {
		bool is_more = false;

		TRY(quota_hold_bodies(cx, app->writer, app->conf, ids[i], &is_more));
		*goes_on |= is_more;
	}
	return OK;
}

static enum err settle_group(struct cx *cx, const struct app *app, int group)
{
	const int64_t *ids = NULL;
	int64_t after = 0;
	size_t count = 0;
	bool goes_on = false;

	do {
		TRY(store_bodies_group(cx, app->writer, group, after, &ids, &count));
		TRY(settle_some(cx, app, ids, count, &goes_on));
		after = count > 0 ? ids[count - 1] : after;
	} while (count == STORE_PAGE);
	if (!goes_on)
		kept.bytes[group] = 0;
	return OK;
}

enum err kept_settle(struct cx *cx, const struct app *app)
{
	int group = 0;

	kept.tried_ms = cx->now_ms;
	kept.has_failed = true;
	while (group < BODY_GROUPS && kept.bytes[group] <= bound(app))
		group++;
	if (group == BODY_GROUPS)
		kept.is_due = false;
	else
		TRY(settle_group(cx, app, group));
	kept.has_failed = false;
	return OK;
}
