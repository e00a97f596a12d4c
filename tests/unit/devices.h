/* SPDX-License-Identifier: MIT */
/*
 * devices.h -- an item that is reported by several devices, as the store keeps
 * it: for the tests of the rules.
 */
#ifndef TESTS_UNIT_DEVICES_H
#define TESTS_UNIT_DEVICES_H

#include "tests/unit/weigh.h"

enum { DEVICES = 3 };

/* The sittings of an item, one for each device; 0 is that of no device. */
struct item {
	struct progress sittings[DEVICES];
	int64_t now_ms;
	int plays;
};

static const char *const names[DEVICES] = { NULL, "a", "b" };

static inline struct item new_item(void)
{
	struct item it = { .now_ms = NOW };

	for (int i = 0; i < DEVICES; i++)
		it.sittings[i] = (struct progress){ NEVER_SEEN };
	return it;
}

/* As the store does: without a device, the sitting heard last. */
static inline int find(const struct item *it, int device)
{
	int last = 0;

	if (device != 0)
		return device;
	for (int i = 1; i < DEVICES; i++)
		if (it->sittings[i].has_sitting &&
			it->sittings[i].heard_ms >= it->sittings[last].heard_ms)
			last = i;
	return last;
}

/* The play is that of all devices. */
static inline void share_play(struct item *it, const struct progress *from)
{
	for (int i = 0; i < DEVICES; i++) {
		struct progress *to = &it->sittings[i];

		to->has_play = from->has_play;
		to->is_open = from->is_open;
		to->has_completed = from->has_completed;
		to->share = from->share;
		to->furthest = from->furthest;
		to->position_ms = from->position_ms;
		to->duration_ms = from->duration_ms;
		to->updated_ms = from->updated_ms;
		to->longest_ms = from->longest_ms;
	}
}

static inline struct decision tell(struct item *it, int64_t after_ms, int device, struct report r)
{
	int at = find(it, device);
	struct progress *was = &it->sittings[at];
	struct decision decision;

	it->now_ms += after_ms;
	r.device = names[device];
	was->others_heard_ms = 0;
	for (int i = 1; i < DEVICES; i++)
		if (i != at && it->sittings[i].has_sitting &&
			it->sittings[i].heard_ms > was->others_heard_ms)
			was->others_heard_ms = it->sittings[i].heard_ms;
	decision = weigh_at(*was, r, it->now_ms);
	it->plays += decision.change == CHANGE_CREATE;
	keep_decision(was, &decision);
	share_play(it, was);
	return decision;
}

#endif
