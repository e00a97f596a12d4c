/* SPDX-License-Identifier: MIT */
/* field.c -- the kinds of fields, and the check of each. */
#include "shared/providers/field.h"

#include "shared/base/url.h"
#include "shared/base/utf8.h"

bool field_is_line(const char *text)
{
	return utf8_is_line(text);
}

/*
 * A key becomes part of a request's header, so it is one word of printable
 * ASCII. The note never repeats it.
 */
static enum err check_key(struct cx *cx, const char *text, const char **clean)
{
	size_t length = strlen(text);

	*clean = text;
	if (length == 0)
		return err_note(cx, ERR_INPUT, "no key was given");
	if (length > FIELD_KEY_MAX)
		return err_note(cx, ERR_INPUT, "the key is too long: %zu bytes; the limit is %d",
			length, FIELD_KEY_MAX);
	for (size_t i = 0; i < length; i++)
		if (text[i] <= ' ' || text[i] > '~')
			return err_note(cx, ERR_INPUT,
				"that is no key: its byte %zu is a blank, a control character or "
				"no ASCII; copy the key alone, and all of it",
				i + 1);
	return OK;
}

static enum err check_ca_file(struct cx *cx, const char *text, const char **clean)
{
	*clean = text;
	if (strlen(text) > FILE_NAME_MAX || !utf8_is_text(text, strlen(text)))
		return err_note(cx, ERR_INPUT, "no CA file has such a path");
	return OK;
}

static enum err check_only_user(struct cx *cx, const char *text, const char **clean)
{
	*clean = arena_trimmed(cx->arena, text);
	if (!**clean)
		return err_note(cx, ERR_INPUT, "the name of the account is empty");
	if (strlen(*clean) > ONLY_USER_MAX)
		return err_note(cx, ERR_INPUT, "no account has so long a name");
	if (!field_is_line(*clean))
		return err_note(cx, ERR_INPUT, "no account has control characters in its name");
	return OK;
}

enum err field_refused(struct cx *cx, const char *setting, enum err err)
{
	if (err != ERR_INPUT)
		return err;
	snprintf(cx->field, sizeof(cx->field), "%s", setting);
	snprintf(cx->expected, sizeof(cx->expected), "%.*s",
		(int)utf8_cut(cx->note, sizeof(cx->expected) - 1), cx->note);
	return err;
}

#define NOT_ASKED "sends by itself and is not asked: it has no address, key or CA file of a server"

/* tests/e2e/test_policy.py reads the names. */
const struct field_type field_types[FIELD__COUNT] = {
	[FIELD_URL] = { .name = "server_url",
		.option = "--url",
		.max = ADDRESS_MAX,
		.is_of_server = true,
		.absent = NOT_ASKED,
		.check = url_clean },
	[FIELD_KEY] = { .name = "server_key",
		.option = "--key-stdin",
		.max = FIELD_KEY_MAX,
		.is_secret = true,
		.is_of_server = true,
		.absent = NOT_ASKED,
		.check = check_key },
	[FIELD_CA_FILE] = { .name = "server_ca_file",
		.option = "--ca-file",
		.max = FILE_NAME_MAX,
		.is_local = true,
		.is_of_server = true,
		.absent = NOT_ASKED,
		.check = check_ca_file },
	[FIELD_ONLY_USER] = { .name = "only_user",
		.option = "--only-user",
		.max = ONLY_USER_MAX,
		.absent = "does not say who is playing, so listening to one account only would "
			  "shut everything out",
		.check = check_only_user },
};
