/* SPDX-License-Identifier: MIT */
/*
 * items_api.c -- GET /System/Info/Public, and GET /Items by an API key, which
 * belongs to no user. Without a user /Items/{id} is refused.
 *
 * Jellyfin 12 takes the key in the header Authorization only, Emby in one of
 * its own. Both ignore parameters that they do not know, and then answer with
 * the whole library: what was not asked for is passed over.
 */
#include "shared/providers/items_api.h"

#include "shared/json/reader.h"
#include "shared/providers/sink.h"

enum { ITEMS_MAX = 50 };
static const struct range years = { 1, 9999 };

static const char *const greeting_keys[] = { "Id", "ProductName", "Version", NULL };

/* Only Jellyfin names its product. */
static enum err greet(struct cx *cx, const struct answer *greeting, const char *product,
	const char *title, const char **version)
{
	struct reader in = { .cx = cx };
	struct json root = { NULL, "" };
	const char *name, *id;

	if (greeting->status == 429 || greeting->status >= 500)
		return err_note(cx, ERR_UPSTREAM, "the server answered %d; it is tried again",
			greeting->status);
	if (lookup_open(cx, greeting, greeting_keys, &root) != OK)
		root = (struct json){ NULL, "" };
	name = reader_str(&in, root, "ProductName", REPORT_WORD_MAX);
	id = reader_idtext(&in, root, "Id");
	*version = reader_str(&in, root, "Version", REPORT_WORD_MAX);
	if (in.err == OK && id && *version && (product != NULL) == (name != NULL) &&
		(!product || strncmp(name, product, strlen(product)) == 0))
		return OK;
	*version = NULL;
	return err_note(cx, ERR_CONF,
		"the server at this address is not %s (answer %d to /System/Info/Public)", title,
		greeting->status);
}

static enum err greet_emby(struct cx *cx, const struct answer *greeting, const char **version)
{
	return greet(cx, greeting, NULL, "Emby", version);
}

static enum err greet_jellyfin(struct cx *cx, const struct answer *greeting, const char **version)
{
	return greet(cx, greeting, "Jellyfin", "Jellyfin", version);
}

static const char *const item_keys[] = { "Id", "Imdb", "Items", "Name", "ProductionYear",
	"ProviderIds", "Tmdb", "Tvdb", "Type", NULL };

static enum err open_items(struct cx *cx, const struct answer *a, struct json *root)
{
	TRY(lookup_open(cx, a, item_keys, root));
	if (!json_is_array(*root, "Items"))
		return err_note(cx, ERR_CONF, "the server's answer holds no items");
	return OK;
}

/* The key is good for what is asked later; an API key is nobody's. */
static enum err identify(struct cx *cx, const struct answer *self, struct account_name *out)
{
	struct json root = { NULL, "" };

	*out = (struct account_name){ NULL, NULL };
	return open_items(cx, self, &root);
}

static bool is_show(struct reader *in, struct json item, const char *key)
{
	const char *id = lookup_key(in->cx, reader_idtext(in, item, "Id"));
	const char *type = reader_str(in, item, "Type", REPORT_WORD_MAX);

	return id && type && strcmp(id, key) == 0 && strcmp(type, "Series") == 0;
}

static enum err accept_items(
	struct cx *cx, const char *key, const struct answer *answer, struct show *out)
{
	struct reader in = { .cx = cx };
	struct json root = { NULL, "" }, item;
	struct json_walk items;

	*out = lookup_nothing();
	if (answer->status == 400) /* no id of a show has this form */
		return OK;
	TRY(open_items(cx, answer, &root));
	items = json_walk(cx, root, "Items");
	while (items.index < ITEMS_MAX && json_next(&items, &item)) {
		if (!is_show(&in, item, key))
			continue;
		sink_read_ids(&in, item, "ProviderIds", &out->ids);
		out->title = json_loose_str(cx, item, "Name", REPORT_NAME_MAX);
		out->year = reader_side_int(&in, item, "ProductionYear", years);
		break;
	}
	if (in.err == OK)
		return OK;
	*out = lookup_nothing();
	return err_note(cx, ERR_CONF, "the server's answer has another shape than it had");
}

/* ---- who is there ---- */

static const char *const people_keys[] = { "Id", "Items", "Name", NULL };
static const struct people_names people_names = { "Items", "Id", "Name" };

/* Jellyfin's list is the root, Emby's is one of items. */
static const char *people(struct cx *cx, const struct answer *a)
{
	struct answer list = *a;
	struct json root = { NULL, "" };

	if (a->length > 0 && a->length < LOOKUP_BYTES_MAX && a->body[0] == '[') {
		list.body = arena_printf(cx->arena, "{\"Items\":%s}", a->body);
		list.length = strlen(list.body);
	}
	if (lookup_open(cx, &list, people_keys, &root) != OK || !json_is_array(root, "Items"))
		return NULL;
	return lookup_people(cx, root, &people_names);
}

const struct service emby_service = {
	.key_header = "X-Emby-Token: ",
	.greeting_path = "/System/Info/Public",
	.self_path = "/Items?Recursive=true&IncludeItemTypes=Series&Fields=ProviderIds&Limit=1",
	.greet = greet_emby,
	.identify = identify,
	.people_path = "/Users/Query",
	.people = people,
};

const struct lookup emby_lookup = {
	.before = "/Items?Ids=",
	.after = "&Fields=ProviderIds",
	.accept = accept_items,
};

const struct service jellyfin_service = {
	.key_header = "Authorization: MediaBrowser Token=",
	.greeting_path = "/System/Info/Public",
	.self_path = "/Items?recursive=true&includeItemTypes=Series&fields=ProviderIds&limit=1",
	.greet = greet_jellyfin,
	.identify = identify,
	.people_path = "/Users",
	.people = people,
};

const struct lookup jellyfin_lookup = {
	.before = "/Items?ids=",
	.after = "&fields=ProviderIds",
	.accept = accept_items,
};
