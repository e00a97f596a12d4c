/* SPDX-License-Identifier: MIT */
/* report.c -- the ids, parts and shares of a report. */
#include "shared/progress/report.h"

static const char *const bases[] = {
	[BASIS_NONE] = "none",
	[BASIS_SESSION_POSITION] = "session_position",
	[BASIS_USERDATA_POSITION] = "userdata_position",
	[BASIS_USERDATA_PLAYED] = "userdata_played",
	[BASIS_EXPLICIT_MARK] = "explicit_mark",
	[BASIS_EVENT_SAYS_COMPLETED] = "event_says_completed",
	[BASIS_REPORTED_PERCENT] = "reported_percent",
};
_Static_assert(NELEM(bases) == BASIS__COUNT, "a basis without a name");

const char *basis_name(enum basis b)
{
	return bases[b];
}

bool ids_add(struct ids *ids, enum catalog source, const char *value)
{
	struct id id = { .source = source };
	size_t at = 0;

	if (!catalog_normalise(source, value, id.value))
		return false;
	while (at < ids->count && ids->list[at].source < source)
		at++;
	if (at < ids->count && ids->list[at].source == source)
		return false;
	memmove(&ids->list[at + 1], &ids->list[at], (ids->count - at) * sizeof(ids->list[0]));
	ids->list[at] = id;
	ids->count++;
	return true;
}

void message_init(struct message *m)
{
	*m = (struct message){
		.reason = REASON_NONE,
		.report = {
			.year = UNSAID,
			.season = UNSAID,
			.episode = UNSAID,
			.episode_end = UNSAID,
			.position = UNSAID,
			.duration = UNSAID,
			.at_ms = UNSAID,
			.started_ms = UNSAID,
		},
	};
}

int report_parts(const struct report *r)
{
	if (r->kind != KIND_SHOW || r->episode_end <= r->episode)
		return 1;
	return r->episode_end - r->episode + 1;
}

void report_part(const struct report *whole, int index, bool finished, struct report *part)
{
	int parts = report_parts(whole);

	*part = *whole;
	if (parts == 1)
		return;
	part->episode += index;
	part->episode_end = UNSAID;
	part->finished = finished;
	part->duration = UNSAID;
	part->position = UNSAID;
	if (whole->duration <= 0)
		return;
	part->duration = whole->duration / parts;
	if (whole->position < 0)
		return;
	part->position = whole->position - part->duration * index;
	if (part->position < 0)
		part->position = 0;
	if (part->position < part->duration)
		return;
	part->position = part->duration;
	part->passed = !finished;
}

int64_t report_share(int64_t position, int64_t duration)
{
	if (position < 0 || duration <= 0)
		return UNSAID;
	if (position >= duration)
		return SHARE_WHOLE;
	/* Above 2^42 the lowest bits do not show in six digits. */
	while (duration > (INT64_C(1) << 42)) {
		duration >>= 1;
		position >>= 1;
	}
	return (position * SHARE_WHOLE * 2 + duration) / (duration * 2);
}
