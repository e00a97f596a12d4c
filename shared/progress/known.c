/* SPDX-License-Identifier: MIT */
#include "shared/progress/known.h"

void known_init(struct known *known, struct arena *arena, int64_t now_ms)
{
	memset(known, 0, sizeof(*known));
	known->arena = arena;
	known->now_ms = now_ms;
}

/* Most rounds are short, and have few of each kind. */
enum { ROOM_AT_FIRST = 4 };

void known_add(struct known *known, struct known_list *list, void *entry)
{
	if (!list->at) {
		list->room = ROOM_AT_FIRST;
		list->at = arena_array(known->arena, list->room, sizeof(*list->at));
	}
	list->at = arena_more(known->arena, list->at, list->count, &list->room, sizeof(*list->at));
	list->at[list->count++] = entry;
}

static struct known_version *find_version(const struct known *known, int64_t integration_id)
{
	for (size_t i = 0; i < known->versions.count; i++) {
		struct known_version *v = known->versions.at[i];

		if (v->integration_id == integration_id)
			return v;
	}
	return NULL;
}

void known_hear(struct known *known, int64_t integration_id, const char *was, const char *version)
{
	struct known_version *v = find_version(known, integration_id);

	if (v) {
		v->version = version;
	} else if (!was || strcmp(was, version) != 0) {
		v = arena_alloc(known->arena, sizeof(*v));
		*v = (struct known_version){ integration_id, version };
		known_add(known, &known->versions, v);
	}
}
