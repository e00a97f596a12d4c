/* SPDX-License-Identifier: MIT */
#include "shared/providers/traits.h"

#include "shared/progress/kind.h"

static bool is_in_body(const struct sink *sink, enum trait which)
{
	return sink->traits[which][0] != NULL;
}

void traits_offered(const struct provider *provider, bool out[TRAIT__COUNT])
{
	for (enum trait t = 0; t < TRAIT__COUNT; t++)
		out[t] = provider->sink && is_in_body(provider->sink, t);
	out[TRAIT_ACCOUNT] = provider->sink && provider_field(provider, FIELD_ONLY_USER);
	out[TRAIT_KIND] = true;
}

/* The value at a path like "Item.Path". */
static const char *value_at(struct cx *cx, struct json in, const char *path)
{
	const char *dot;

	while ((dot = strchr(path, '.'))) {
		in = json_loose_object(
			cx, in, arena_strndup(cx->arena, path, (size_t)(dot - path)));
		path = dot + 1;
	}
	return json_loose_str(cx, in, path, REPORT_PATH_MAX);
}

/* Every word of the paths, once or more; at most `max`, the last one NULL. */
static void list_keys(struct cx *cx, const struct sink *sink, const char **keys, size_t max)
{
	size_t count = 0;

	for (enum trait t = 0; t < TRAIT__COUNT; t++)
		for (size_t n = 0; n < TRAIT_NAMES && sink->traits[t][n]; n++) {
			char *rest = NULL, *word;

			word = strtok_r(arena_strdup(cx->arena, sink->traits[t][n]), ".", &rest);
			for (; word && count + 1 < max; word = strtok_r(NULL, ".", &rest))
				keys[count++] = word;
		}
	keys[count] = NULL;
}

static void read_body(struct cx *cx, const struct sink *sink, struct bytes body, struct traits *out)
{
	const char *keys[4 * TRAIT__COUNT * TRAIT_NAMES + 1];
	struct json root;

	list_keys(cx, sink, keys, NELEM(keys));
	if (json_open_keys(cx, arena_strndup(cx->arena, body.at, body.length), body.length, keys,
		    &root) != OK)
		return;
	for (enum trait t = 0; t < TRAIT__COUNT; t++)
		for (size_t n = 0; n < TRAIT_NAMES && sink->traits[t][n]; n++)
			out->names[t][n] = value_at(cx, root, sink->traits[t][n]);
}

void traits_read(struct cx *cx, const struct provider *provider, const char *filters,
	const struct message *m, struct bytes body, struct traits *out)
{
	bool is_asked = false;

	*out = (struct traits){ { { NULL } } };
	for (enum trait t = 0; t < TRAIT__COUNT; t++)
		is_asked |=
			provider->sink && is_in_body(provider->sink, t) && filter_asks(filters, t);
	if (is_asked && body.at)
		read_body(cx, provider->sink, body, out);
	out->names[TRAIT_ACCOUNT][0] = m->user;
	out->names[TRAIT_ACCOUNT][1] = m->user_id;
	if (m->report.kind != KIND_NONE)
		out->names[TRAIT_KIND][0] = kind_name(m->report.kind);
}
