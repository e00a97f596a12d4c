/* SPDX-License-Identifier: MIT */
#include "shared/json/peek.h"

static const char *skip_blanks(const char *at)
{
	return at + strspn(at, " \t\r\n");
}

/* The inside of the string that begins at *at, which moves behind it. */
static struct bytes take_string(const char **at)
{
	const char *from = *at + 1, *to = from;

	if (**at != '"')
		return (struct bytes){ NULL, 0 };
	to += strcspn(to, "\"\\");
	while (*to == '\\' && to[1] != '\0')
		to += 2 + strcspn(to + 2, "\"\\");
	if (*to != '"')
		return (struct bytes){ NULL, 0 };
	*at = to + 1;
	return (struct bytes){ from, (size_t)(to - from) };
}

static bool is_key(struct bytes name, const char *key)
{
	return name.length == strlen(key) && memcmp(name.at, key, name.length) == 0;
}

struct bytes json_peek(const char *text, const char *key)
{
	const struct bytes none = { NULL, 0 };
	const char *at = skip_blanks(text);

	if (*at != '{')
		return none;
	do {
		struct bytes name, value;

		at = skip_blanks(at + 1);
		name = take_string(&at);
		at = skip_blanks(at);
		if (!name.at || *at != ':')
			return none;
		at = skip_blanks(at + 1);
		value = take_string(&at);
		if (is_key(name, key))
			return value;
		/* A number, true, false or null. */
		if (!value.at)
			at += strspn(at, "+-.0123456789Eaeflnrstu");
		at = skip_blanks(at);
	} while (*at == ',');
	return none;
}
