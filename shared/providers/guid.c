/* SPDX-License-Identifier: MIT */
/* guid.c -- the addresses by which Plex names a work. */
#include "shared/providers/guid.h"

#include "shared/base/parse.h"
#include "shared/progress/pasted.h"

enum { NUMBER_MAX = 100000 };

static const char agents[] = "com.plexapp.agents.";

static const struct {
	const char *name;
	enum catalog catalog;
} names[] = {
	/* clang-format off */
	{ "imdb",       CATALOG_IMDB },
	{ "themoviedb", CATALOG_TMDB },
	{ "thetvdb",    CATALOG_TVDB },
	{ "tmdb",       CATALOG_TMDB },
	{ "tvdb",       CATALOG_TVDB },
	/* clang-format on */
};

static bool find_catalog(const char *name, size_t length, enum catalog *out)
{
	for (size_t i = 0; i < NELEM(names); i++) {
		if (strlen(names[i].name) != length || strncasecmp(names[i].name, name, length))
			continue;
		*out = names[i].catalog;
		return true;
	}
	return false;
}

/* The next segment of a path that ends at '?' or '#'; "" after the last. */
static const char *next_segment(struct cx *cx, const char **at)
{
	size_t length = strcspn(*at, "/?#");
	const char *segment = arena_strndup(cx->arena, *at, length);

	*at += length;
	if (**at == '/')
		++*at;
	return segment;
}

static int number_of(const char *text)
{
	int64_t number;

	return parse_i64(text, 0, NUMBER_MAX, &number) ? (int)number : UNSAID;
}

/* The agent HAMA puts the catalog into the id: "tvdb-81189". */
static bool find_in_id(const char **id, enum catalog *out)
{
	size_t length = strcspn(*id, "-");

	if (!(*id)[length] || !find_catalog(*id, length, out))
		return false;
	*id += length + 1;
	return true;
}

void guid_read(struct cx *cx, const char *text, struct guid *out)
{
	const char *scheme = text, *path, *id;
	enum catalog catalog;
	struct id found;

	*out = (struct guid){ .season = UNSAID, .episode = UNSAID };
	path = text ? strstr(text, "://") : NULL;
	if (!path)
		return;
	out->is_agent = strncmp(text, agents, sizeof(agents) - 1) == 0;
	if (out->is_agent)
		scheme += sizeof(agents) - 1;
	path += strlen("://");
	id = next_segment(cx, &path);
	if (!find_catalog(scheme, strcspn(scheme, ":"), &catalog) &&
		!(out->is_agent && find_in_id(&id, &catalog)))
		return;
	if (pasted_id(catalog, id, &found))
		ids_add(&out->ids, found.source, found.value);
	out->season = number_of(next_segment(cx, &path));
	out->episode = number_of(next_segment(cx, &path));
}
