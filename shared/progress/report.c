/* SPDX-License-Identifier: MIT */
/* report.c -- the ids, parts and shares of a report. */
#include "shared/progress/report.h"

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
			.own_position = UNSAID,
			.file_position = UNSAID,
			.file_duration = UNSAID,
			.dated_ms = UNSAID,
			.at_ms = UNSAID,
			.sent_ms = UNSAID,
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

bool report_end_is_plausible(const struct report *r)
{
	int parts = report_parts(r);

	if (parts == 1)
		return true;
	if (parts > REPORT_LIKELY_PARTS)
		return false;
	return r->duration <= 0 || r->units_per_ms <= 0 ||
	       r->duration / r->units_per_ms / parts >= REPORT_PART_MIN_MS;
}

/* A place in the whole file as one in a part of it, or UNSAID. */
static int64_t place_in_part(int64_t place, int64_t length, int index)
{
	if (place < 0)
		return UNSAID;
	place -= length * index;
	if (place < 0)
		return 0;
	return place < length ? place : length;
}

void report_part(const struct report *whole, int index, bool finished, struct report *part)
{
	int parts = report_parts(whole);

	*part = *whole;
	part->file_position = whole->position;
	part->file_duration = whole->duration;
	if (parts == 1)
		return;
	part->episode += index;
	part->episode_end = UNSAID;
	part->finished = finished;
	part->duration = UNSAID;
	part->position = UNSAID;
	part->own_position = UNSAID;
	if (whole->duration <= 0)
		return;
	part->duration = whole->duration / parts;
	part->position = place_in_part(whole->position, part->duration, index);
	part->own_position = place_in_part(whole->own_position, part->duration, index);
	part->passed = part->position == part->duration && !finished;
}

/* Overflow is kept out: a length beyond this is no length. */
static const int64_t LENGTH_MAX = INT64_MAX / (4 * REPORT_FILES_MAX);

static int64_t mean_length(const int64_t lengths[], int files)
{
	int64_t sum = 0;
	int known = 0;

	for (int i = 0; i < files; i++) {
		if (lengths[i] <= 0 || lengths[i] > LENGTH_MAX)
			continue;
		sum += lengths[i];
		known++;
	}
	return known ? sum / known : 0;
}

void report_in_stack(struct report *r, const int64_t lengths[], int files)
{
	int64_t mean = mean_length(lengths, files), before = 0, own = 0, whole = 0;

	for (int i = 0; i < files; i++) {
		bool is_known = lengths[i] > 0 && lengths[i] <= LENGTH_MAX;
		int64_t length = is_known ? lengths[i] : mean;

		if (i + 1 < r->file)
			before += length;
		if (i + 1 == r->file)
			own = length;
		whole += length;
	}
	r->duration = whole > 0 ? whole : UNSAID;
	if (r->basis == BASIS_USERDATA_PLAYED && r->file < files) {
		r->finished = false;
		r->position = before + own;
	} else if (r->position >= 0) {
		r->position = before + (r->position < own ? r->position : own);
	}
	if (r->own_position >= 0)
		r->own_position += before;
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
