/* SPDX-License-Identifier: MIT */
#include "shared/providers/art.h"

void art_find(struct cx *cx, const struct art *art, struct bytes body, struct art_place *out)
{
	struct json root = { NULL, "" };
	const char *text;

	*out = (struct art_place){ NULL, NULL };
	if (!body.at)
		return;
	text = arena_strndup(cx->arena, body.at, body.length);
	if (json_open_keys(cx, text, strlen(text), art->keys, &root) == OK)
		art->find(cx, root, out);
}

const char *art_item(struct cx *cx, struct json in, const char *key)
{
	const char *item = NULL;

	if (json_may_idtext(cx, in, key, &item) != OK || !item || !*item)
		return NULL;
	for (const char *at = item; *at; at++) {
		char lower = (char)(*at | 0x20);

		if (at - item >= ART_ITEM_MAX ||
			!((*at >= '0' && *at <= '9') || (lower >= 'a' && lower <= 'z') ||
				*at == '-' || *at == '_'))
			return NULL;
	}
	return item;
}

/* Printable, and nothing that a program could take for the end of the path. */
static bool is_path(const char *text)
{
	for (const char *at = text; *at; at++)
		if (*at <= ' ' || *at > '~' || strchr("\"#<>\\^`{|}", *at))
			return false;
	return *text == '/' && text[1] != '/';
}

const char *art_address(struct cx *cx, struct json in, const char *key, const char *const *hosts)
{
	const char *text = json_loose_key(cx, in, key, ART_ADDRESS_MAX);
	const char *rest = text ? strstr(text, "://") : NULL;

	if (!rest || (strncmp(text, "http://", 7) != 0 && strncmp(text, "https://", 8) != 0))
		return NULL;
	rest += 3;
	for (; *hosts; hosts++) {
		size_t length = strlen(*hosts);

		if (strncasecmp(rest, *hosts, length) == 0 && is_path(rest + length))
			return arena_printf(cx->arena, "https://%s%s", *hosts, rest + length);
	}
	return NULL;
}

size_t art_base_length(const char *address)
{
	static const size_t scheme = sizeof("https://") - 1;

	return scheme + strcspn(address + scheme, "/");
}
