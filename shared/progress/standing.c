/* SPDX-License-Identifier: MIT */
#include "shared/progress/standing.h"

#include "shared/progress/match.h"

/* Nobody watches one film on more devices. */
enum { DEVICES_MAX = 8 };

static bool is_there(const struct sitting *row)
{
	return row->change != SITTING_GONE && row->change != SITTING_NEVER;
}

struct sitting *standing_seat(struct arena *arena, struct standing *s)
{
	if (!s->sittings) { /* few items are played on more than one device */
		s->room = 2;
		s->sittings = arena_array(arena, s->room, sizeof(*s->sittings));
	}
	s->sittings = arena_more(arena, s->sittings, s->count, &s->room, sizeof(*s->sittings));
	s->sittings[s->count] = (struct sitting){ .play_event_ms = UNSAID };
	return &s->sittings[s->count++];
}

/* ---- what the rules need ---- */

/* How well a row fits the device: its own, then that of no device. */
static int fit_of(const char *of_row, const char *device)
{
	if (strcmp(of_row, device ? device : "") == 0)
		return 2;
	return !device || !*of_row;
}

/*
 * The sitting of the device; without a device, that heard last. One that was
 * imported belongs to any device.
 */
static void get_sitting(
	const struct sitting *row, const char *device, int *best_fit, struct progress *out)
{
	int fit = device ? fit_of(row->device, device) : 1;

	out->devices++;
	if (device ? fit > *best_fit : !out->has_sitting || row->heard_ms > out->heard_ms) {
		*best_fit = fit;
		out->has_sitting = true;
		out->is_row = !device || fit == 2;
		out->device = device ? device : row->device;
		out->session = row->session;
		out->play_event_ms = row->play_event_ms;
		out->heard_ms = row->heard_ms;
		out->sitting_done = row->done;
		out->memory = row->memory;
	}
	if (device && fit < 2 && *row->device && row->heard_ms > out->others_heard_ms)
		out->others_heard_ms = row->heard_ms;
}

static void get_sittings(const struct standing *s, const char *device, struct progress *out)
{
	int best_fit = 0;
	int64_t last_ms = 0;

	for (size_t i = 0; i < s->count; i++) {
		const struct sitting *row = &s->sittings[i];

		if (!is_there(row))
			continue;
		if (row->longest_ms > out->longest_ms)
			out->longest_ms = row->longest_ms;
		get_sitting(row, device, &best_fit, out);
		if (!out->has_sitting && row->heard_ms > last_ms) {
			last_ms = row->heard_ms;
			out->memory = row->memory;
		}
	}
}

static void get_play(const struct standing_play *play, struct progress *out)
{
	if (!play)
		return;
	out->has_play = true;
	out->share = play->share;
	out->furthest = play->furthest;
	out->position_ms = play->position_ms;
	out->duration_ms = play->duration_ms;
	out->updated_ms = play->updated_ms;
	out->started_ms = play->started_ms;
	out->day_only = play->day_only;
	out->watched_ms = play->watched_ms;
}

bool standing_needs_done(const struct standing *s, const struct viewing *viewing)
{
	return !s->open || viewing->looks_back;
}

void standing_progress(const struct standing *s, const struct viewing *viewing, bool session_done,
	struct progress *out)
{
	*out = (struct progress){ .play_event_ms = UNSAID };
	get_sittings(s, viewing->device, out);
	get_play(s->open, out);
	out->is_open = out->has_play;
	if (standing_needs_done(s, viewing)) {
		out->has_completed = s->done != NULL;
		if (!out->is_open)
			get_play(s->done, out);
	}
	out->session_done = out->has_completed && session_done;
}

struct standing_play *standing_newest(const struct standing *s)
{
	return s->open ? s->open : s->done;
}

/* ---- what a decision changes ---- */

static bool is_same_told(const struct told *a, const struct told *b)
{
	return a->length == b->length && a->before_ms == b->before_ms && a->paused == b->paused &&
	       a->followed == b->followed && a->stopped == b->stopped && a->silent == b->silent &&
	       a->marked == b->marked && a->was_played == b->was_played;
}

/* Does it move only what each tick moves? */
static bool is_tick(const struct progress *was, const struct sitting *row, const struct decision *r)
{
	return !r->session && !row->session && row->play_event_ms == r->play_event_ms &&
	       row->done == r->sitting_done && was->longest_ms == r->longest_ms &&
	       is_same_told(&row->memory, &r->memory);
}

static struct sitting *find_device(const struct standing *s, const char *device)
{
	for (size_t i = 0; i < s->count; i++)
		if (is_there(&s->sittings[i]) && strcmp(s->sittings[i].device, device) == 0)
			return &s->sittings[i];
	return NULL;
}

/* Makes room for another device: those that were heard longest ago go. */
static void forget_oldest(struct standing *s)
{
	int64_t oldest_ms = INT64_MAX;

	for (size_t i = 0; i < s->count; i++)
		if (is_there(&s->sittings[i]) && s->sittings[i].heard_ms < oldest_ms)
			oldest_ms = s->sittings[i].heard_ms;
	for (size_t i = 0; i < s->count; i++) {
		struct sitting *row = &s->sittings[i];

		if (is_there(row) && row->heard_ms == oldest_ms)
			row->change = row->change == SITTING_NEW ? SITTING_NEVER : SITTING_GONE;
	}
}

/* Keeps the order of the devices. */
static struct sitting *add_device(struct arena *arena, struct standing *s, const char *device)
{
	struct sitting *row = standing_seat(arena, s);

	while (row > s->sittings && strcmp(row[-1].device, device) > 0) {
		*row = row[-1];
		row--;
	}
	*row = (struct sitting){ .device = device, .change = SITTING_NEW };
	return row;
}

static void note_sitting(struct sitting *row, const struct decision *r)
{
	row->session = r->session;
	row->play_event_ms = r->play_event_ms;
	row->heard_ms = r->heard_ms;
	row->done = r->sitting_done;
	row->memory = r->memory;
}

static void sit(struct known *known, struct known_item *item, const struct progress *was,
	const struct decision *r)
{
	struct standing *s = &item->standing;
	const char *device = r->device ? r->device : "";
	struct sitting *row = find_device(s, device);
	bool is_ticked = row && is_tick(was, row, r);

	if (!row) {
		if (was->devices >= DEVICES_MAX)
			forget_oldest(s);
		row = add_device(known->arena, s, device);
	} else if (row->change < SITTING_MOVED) {
		row->change = is_ticked ? SITTING_TICKED : SITTING_MOVED;
	}
	note_sitting(row, r);
	if (!is_ticked)
		row->longest_ms = r->longest_ms;
	if (!s->is_listed)
		known_add(known, &known->sittings, item);
	s->is_listed = true;
}

static int64_t time_of(const struct decision *r)
{
	return r->dated_ms > 0 ? r->dated_ms : r->at_ms;
}

static void tell(struct standing_play *play, const struct play_key *key, const struct decision *r)
{
	play->integration_id = key->integration_id;
	play->share = r->share;
	play->furthest = r->furthest;
	play->position_ms = r->position_ms;
	play->duration_ms = r->duration_ms;
	if (r->watched_ms != UNSAID) {
		play->watched_ms = r->watched_ms;
		play->is_counted = true;
	}
	if (r->told_by)
		play->session = r->told_by;
}

static struct standing_play *create(struct known *known, struct known_item *item,
	const struct play_key *key, const struct decision *r)
{
	struct standing_play *play = arena_alloc(known->arena, sizeof(*play));

	play->item = item;
	play->user_id = key->user_id;
	play->watched_ms = UNSAID;
	tell(play, key, r);
	play->started_ms = r->dated_ms > 0 ? r->dated_ms : r->started_ms;
	play->updated_ms = time_of(r);
	play->completed_ms = r->completes ? time_of(r) : UNSAID;
	return play;
}

static void move(struct standing_play *play, const struct play_key *key, const struct decision *r)
{
	int64_t at_ms = time_of(r);

	if (play->integration_id != key->integration_id)
		play->is_taken_over = true;
	tell(play, key, r);
	if (at_ms > play->updated_ms)
		play->updated_ms = at_ms;
	if (r->completes)
		play->completed_ms = at_ms < play->started_ms ? play->started_ms : at_ms;
}

struct standing_play *standing_change(struct known *known, struct known_item *item,
	const struct play_key *key, const struct progress *was, const struct decision *decision)
{
	struct standing *s = &item->standing;
	struct standing_play *play;

	if (decision->is_passed_by)
		return standing_newest(s);
	s->user_id = key->user_id;
	if (!decision->is_apart)
		sit(known, item, was, decision);
	if (decision->change == CHANGE_NONE)
		return standing_newest(s);
	if (decision->change == CHANGE_CREATE) {
		play = create(known, item, key, decision);
	} else {
		play = standing_newest(s);
		move(play, key, decision);
	}
	if (!play->is_changed)
		known_add(known, &known->plays, play);
	play->is_changed = true;
	if (decision->completes)
		s->is_over = true;
	else
		s->open = play;
	return play;
}
