/* SPDX-License-Identifier: MIT */
/* provider.c -- the table of providers. */
#include "shared/providers/provider.h"

#define ROW(name) &provider_##name,
const struct provider *const providers[] = { PROVIDERS(ROW) };
#undef ROW
const size_t provider_count = NELEM(providers);

const struct provider *const provider_of_programs = &provider_own_program;
const struct provider *const provider_of_clients = &provider_trakt_client;
const struct provider *const provider_of_readers = &provider_koreader;

const struct provider *provider_find(const char *name)
{
	for (size_t i = 0; i < provider_count; i++)
		if (strcmp(providers[i]->name, name) == 0)
			return providers[i];
	return NULL;
}

const struct sink *provider_sink(const char *name)
{
	const struct provider *provider = provider_find(name);

	return provider ? provider->sink : NULL;
}

const struct service *provider_service(const char *name)
{
	const struct provider *provider = provider_find(name);

	return provider ? provider->service : NULL;
}

const struct source *provider_source(const char *name)
{
	const struct provider *provider = provider_find(name);

	return provider ? provider->source : NULL;
}

const struct lookup *provider_lookup(const char *name)
{
	const struct provider *provider = provider_find(name);

	return provider ? provider->lookup : NULL;
}

const struct source *provider_history(const char *name)
{
	const struct provider *provider = provider_find(name);

	return provider ? provider->history : NULL;
}

const struct art *provider_art(const char *name)
{
	const struct provider *provider = provider_find(name);

	return provider ? provider->art : NULL;
}

const char *provider_title(const char *name)
{
	const struct provider *provider = provider_find(name);

	return provider ? provider->title : name;
}

const struct field *provider_field(const struct provider *provider, enum field_kind kind)
{
	for (const struct field *f = provider->fields; f->label; f++)
		if (f->kind == kind)
			return f;
	return NULL;
}

const char *provider_titles(struct arena *a)
{
	const char *all = providers[0]->title;

	for (size_t i = 1; i < provider_count; i++)
		all = arena_printf(a, "%s%s%s", all, i + 1 < provider_count ? ", " : " or ",
			providers[i]->title);
	return all;
}
