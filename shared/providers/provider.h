/* SPDX-License-Identifier: MIT */
/*
 * provider.h -- the services that are known, one row each.
 *
 * A provider is pure: bytes in, messages out. It opens, asks and keeps nothing.
 * All that the programs know of one stands in its row; no name of a provider
 * occurs outside this folder. docs/add-a-sink.md and docs/add-a-source.md add
 * one: a file, a row below, a folder of fixtures.
 */
#ifndef SHARED_PROVIDERS_PROVIDER_H
#define SHARED_PROVIDERS_PROVIDER_H

#include "shared/providers/art.h"
#include "shared/providers/field.h"
#include "shared/providers/lookup.h"
#include "shared/providers/sink.h"
#include "shared/providers/source.h"

enum { PROVIDER_NAME_MAX = 20, PROVIDER_FIELDS_MAX = 8 };

struct provider {
	const char *name;  /* the segment of the webhook's URL: [a-z0-9-]+ */
	const char *title; /* for people: "Jellyfin" */
	/* What to do on the other side (steps.h); ends with NULL. */
	const char *const *steps;
	/* What to enter here; ends with one that has no label. */
	struct field fields[PROVIDER_FIELDS_MAX + 1];
	const struct sink *sink;       /* it sends, or NULL */
	const struct service *service; /* its server can be asked, or NULL */
	const struct source *source;   /* and is, for what changed; or NULL */
	const struct lookup *lookup;   /* or for the show of an episode; or NULL */
	/*
	 * Or for what one of its persons has watched, besides what it sends:
	 * once that person is chosen. Its reports are is_asked. Or NULL.
	 */
	const struct source *history;
	const struct art *art; /* it has pictures of works, or NULL */
};

/* One row per provider, sorted; its folder of fixtures has its name. */
#define PROVIDERS(ROW)                                                                             \
	ROW(audiobookshelf)                                                                        \
	ROW(emby)                                                                                  \
	ROW(jellyfin)                                                                              \
	ROW(jellyfin_official)                                                                     \
	ROW(kodi)                                                                                  \
	ROW(koreader)                                                                              \
	ROW(own_program)                                                                           \
	ROW(plex)                                                                                  \
	ROW(tautulli)                                                                              \
	ROW(trakt_client)

#define ROW(name) extern const struct provider provider_##name;
PROVIDERS(ROW)
#undef ROW

extern const struct provider *const providers[];
extern const size_t provider_count;

/* Whose reports come to /api/v1/scrobble, below /trakt/, and below /kosync/. */
extern const struct provider *const provider_of_programs, *const provider_of_clients,
								  *const provider_of_readers;

/* By name. NULL: there is no such row, or it does not send or is not asked. */
const struct provider *provider_find(const char *name);
const struct sink *provider_sink(const char *name);
const struct service *provider_service(const char *name);
const struct source *provider_source(const char *name);
const struct lookup *provider_lookup(const char *name);
const struct source *provider_history(const char *name);
const struct art *provider_art(const char *name);

/* What people call it; a provider without a row keeps its name. */
const char *provider_title(const char *name);

/* Its field of that kind, or NULL. */
const struct field *provider_field(const struct provider *provider, enum field_kind kind);

/* For sentences: "Audiobookshelf, Jellyfin or Kodi". */
const char *provider_titles(struct arena *a);

#endif
