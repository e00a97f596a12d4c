/* SPDX-License-Identifier: MIT */
/*
 * plex_api.c -- a Plex server's greeting, and the ids of a show. It answers
 * with JSON when it is asked to (Accept), else with XML.
 */
#include "shared/providers/plex_api.h"

#include "shared/json/reader.h"
#include "shared/providers/guid.h"

enum { ITEMS_MAX = 50, GUIDS_MAX = 50 };
static const struct range years = { 1, 9999 };

static const char *const headers[] = { "X-Plex-Client-Identifier: ryot-integrations",
	"X-Plex-Product: Ryot integrations", NULL };

/* The only member of every answer. */
static enum err open_container(
	struct cx *cx, const struct answer *a, const char *const *keys, struct json *container)
{
	struct json root = { NULL, "" };

	TRY(lookup_open(cx, a, keys, &root));
	if (json_need_object(cx, root, "MediaContainer", container) != OK)
		return err_note(cx, ERR_CONF, "the server's answer is not one of Plex");
	return OK;
}

static const char *const greeting_keys[] = { "machineIdentifier", "MediaContainer", "version",
	NULL };

static enum err greet(struct cx *cx, const struct answer *greeting, const char **version)
{
	struct reader in = { .cx = cx };
	struct json container = { NULL, "" };
	const char *id = NULL;

	if (greeting->status == 429 || greeting->status >= 500)
		return err_note(cx, ERR_UPSTREAM, "the server answered %d; it is tried again",
			greeting->status);
	if (open_container(cx, greeting, greeting_keys, &container) == OK) {
		id = reader_str(&in, container, "machineIdentifier", REPORT_NAME_MAX);
		*version = reader_str(&in, container, "version", REPORT_WORD_MAX);
	}
	if (in.err == OK && id)
		return OK;
	*version = NULL;
	return err_note(cx, ERR_CONF,
		"the server at this address is not Plex (answer %d to /identity)",
		greeting->status);
}

static const char *const self_keys[] = { "MediaContainer", "myPlexUsername", NULL };

static enum err identify(struct cx *cx, const struct answer *self, struct account_name *out)
{
	struct json container = { NULL, "" };

	*out = (struct account_name){ NULL, NULL };
	TRY(open_container(cx, self, self_keys, &container));
	out->name = json_loose_str(cx, container, "myPlexUsername", REPORT_NAME_MAX);
	if (out->name && !*out->name)
		out->name = NULL;
	return OK;
}

static void add_guid(struct reader *in, struct json from, const char *key, struct show *out)
{
	struct guid guid;

	guid_read(in->cx, json_loose_key(in->cx, from, key, REPORT_GUID_MAX), &guid);
	for (size_t i = 0; i < guid.ids.count; i++)
		ids_add(&out->ids, guid.ids.list[i].source, guid.ids.list[i].value);
}

/* Guid lists the ids; of a library of an old agent, guid is the only one. */
static void read_show(struct reader *in, struct json item, struct show *out)
{
	struct json_walk guids = json_walk(in->cx, item, "Guid");
	struct json entry;

	while (guids.index < GUIDS_MAX && json_next(&guids, &entry))
		add_guid(in, entry, "id", out);
	add_guid(in, item, "guid", out);
	out->title = json_loose_str(in->cx, item, "title", REPORT_NAME_MAX);
	out->year = reader_side_int(in, item, "year", years);
}

static bool is_work(struct reader *in, struct json item, const char *key, bool is_film)
{
	const char *id = lookup_key(in->cx, reader_idtext(in, item, "ratingKey"));
	const char *type = reader_str(in, item, "type", REPORT_WORD_MAX);

	return id && type && strcmp(id, key) == 0 &&
	       (strcmp(type, "show") == 0 || (is_film && strcmp(type, "movie") == 0));
}

static const char *const show_keys[] = { "guid", "id", "MediaContainer", "Metadata", "ratingKey",
	"title", "type", "year", NULL };

static enum err accept_work(
	struct cx *cx, const char *key, const struct answer *answer, bool is_film, struct show *out)
{
	struct reader in = { .cx = cx };
	struct json container = { NULL, "" }, item;
	struct json_walk items;

	*out = lookup_nothing();
	if (answer->status == 404) /* it was removed from the library */
		return OK;
	TRY(open_container(cx, answer, show_keys, &container));
	items = json_walk(cx, container, "Metadata");
	while (items.index < ITEMS_MAX && json_next(&items, &item)) {
		if (!is_work(&in, item, key, is_film))
			continue;
		read_show(&in, item, out);
		break;
	}
	if (in.err == OK)
		return OK;
	*out = lookup_nothing();
	return err_note(cx, ERR_CONF, "the server's answer has another shape than it had");
}

static enum err accept_show(
	struct cx *cx, const char *key, const struct answer *answer, struct show *out)
{
	return accept_work(cx, key, answer, false, out);
}

enum err plex_work(struct cx *cx, const char *key, const struct answer *answer, struct show *out)
{
	return accept_work(cx, key, answer, true, out);
}

/* ---- who is there ---- */

static const char *const people_keys[] = { "Account", "id", "MediaContainer", "name", NULL };
static const struct people_names people_names = { "Account", "id", "name" };

static const char *people(struct cx *cx, const struct answer *a)
{
	struct json container = { NULL, "" };

	if (open_container(cx, a, people_keys, &container) != OK)
		return NULL;
	return lookup_people(cx, container, &people_names);
}

const struct service plex_service = {
	.key_header = "X-Plex-Token: ",
	.headers = headers,
	.greeting_path = "/identity",
	.self_path = "/",
	.greet = greet,
	.identify = identify,
	.people_path = "/accounts",
	.people = people,
};

const struct lookup plex_lookup = {
	.before = "/library/metadata/",
	.after = "?includeGuids=1",
	.accept = accept_show,
};
