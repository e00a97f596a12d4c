/* SPDX-License-Identifier: MIT */
/* why.c -- see why.h. */
#include "shared/actions/why.h"

#include "shared/base/arena.h"
#include "shared/base/clock.h"
#include "shared/base/cx.h"

/* "1 second", "12 minutes", "3 hours"; at least one second. */
static const char *duration_text(struct cx *cx, int64_t ms)
{
	int64_t seconds = ms < 1000 ? 1 : ms / 1000;
	int64_t number = seconds;
	const char *unit = "second";

	if (seconds >= 2 * 3600) {
		number = seconds / 3600;
		unit = "hour";
	} else if (seconds >= 2 * 60) {
		number = seconds / 60;
		unit = "minute";
	}
	return arena_printf(cx->arena, "%" PRId64 " %s%s", number, unit, number == 1 ? "" : "s");
}

/* Of a place that was told: "12 %", "0.1 %". */
static const char *share_text(struct cx *cx, int64_t place, int64_t length)
{
	int64_t tenths = report_share(place, length) / (SHARE_WHOLE / 1000);

	if (tenths % 10 == 0)
		return arena_printf(cx->arena, "%" PRId64 " %%", tenths / 10);
	return arena_printf(cx->arena, "%" PRId64 ".%" PRId64 " %%", tenths / 10, tenths % 10);
}

static const char *told_text(
	struct cx *cx, const char *sender, const struct told *m, const struct decision *decision)
{
	const char *share = share_text(cx, m->place, m->length);

	if (m->stopped)
		return arena_printf(cx->arena,
			"%s said played; the player had told %s, and was stopped there.", sender,
			share);
	if (m->paused)
		return arena_printf(cx->arena,
			"%s said played; the player had told %s, and was paused there.", sender,
			share);
	return arena_printf(cx->arena, "%s said played; the player had told %s %s before.", sender,
		share, duration_text(cx, decision->at_ms - m->told_ms));
}

static const char *silent_text(
	struct cx *cx, const char *sender, const struct told *m, const struct decision *decision)
{
	char since[CLOCK_TEXT];

	clock_text(m->own_ms, since);
	return arena_printf(cx->arena,
		"The player has told nothing since %s (%s), and %s counts on alone. The play "
		"stays where the player was.",
		since, duration_text(cx, decision->at_ms - m->own_ms), sender);
}

static const char *not_watched_text(struct cx *cx, const struct decision *decision)
{
	return arena_printf(cx->arena,
		"It is at its end, but only %s of it was really watched: by the rules of this "
		"integration it stays in progress below half.",
		share_text(cx, decision->watched_ms, decision->duration_ms));
}

const char *why_text(struct cx *cx, const char *sender, const struct progress *was,
	const struct decision *decision)
{
	const struct told *m = &was->memory;

	if (decision->reason == REASON_NOT_WATCHED)
		return not_watched_text(cx, decision);
	switch (decision->rule) {
	case RULE_TOLD:
		return told_text(cx, sender, m, decision);
	case RULE_NO_NEWS:
		return arena_printf(cx->arena,
			"%s said played, as it did already when this viewing began, %s before.",
			sender, duration_text(cx, decision->at_ms - was->play_event_ms));
	case RULE_SILENT:
		return silent_text(cx, sender, m, decision);
	case RULE_SERVER_STOP:
		return arena_printf(cx->arena,
			"%s stopped it by itself, %s after the player's last report: neither its "
			"place nor its \"played\" counts.",
			sender, duration_text(cx, decision->at_ms - m->own_ms));
	case RULE_BEFORE:
		return arena_printf(cx->arena,
			"It belongs to the viewing before: this one began %s before.",
			duration_text(cx, decision->at_ms - was->play_event_ms));
	case RULE_NONE:
		break;
	}
	return NULL;
}

const char *why_left(struct cx *cx, int season, int episode, int64_t share)
{
	return arena_printf(cx->arena,
		"Season %d, episode %d was left at %s: it is completed, as the next one has begun.",
		season, episode, share_text(cx, share, SHARE_WHOLE));
}
