/* SPDX-License-Identifier: MIT */
#include "shared/providers/lookup.h"

/* Ids of 32 hexadecimal digits are written with and without dashes. */
const char *lookup_key(struct cx *cx, const char *text)
{
	char key[SHOW_KEY_MAX + 1];
	size_t length = 0;

	for (; text && *text; text++) {
		bool is_digit = *text >= '0' && *text <= '9';
		char lower = (char)(*text | 0x20);

		if (*text == '-')
			continue;
		if (length == SHOW_KEY_MAX || (!is_digit && (lower < 'a' || lower > 'z')))
			return NULL;
		key[length++] = is_digit ? *text : lower;
	}
	return length > 0 ? arena_strndup(cx->arena, key, length) : NULL;
}

static enum err check_status(struct cx *cx, const struct answer *a)
{
	if (a->status == 401)
		return err_note(cx, ERR_AUTH, "the server refused this key (401)");
	if (a->status == 429 || a->status >= 500)
		return err_note(
			cx, ERR_UPSTREAM, "the server answered %d; it is tried again", a->status);
	if (!answer_is_json(a))
		return err_note(cx, ERR_CONF,
			"the server gave an answer that is not its own (%d%s)", a->status,
			a->status == 200 ? ", but no JSON" : "");
	return OK;
}

enum err lookup_open(
	struct cx *cx, const struct answer *a, const char *const *keys, struct json *root)
{
	TRY(check_status(cx, a));
	if (a->length > LOOKUP_BYTES_MAX)
		return err_note(
			cx, ERR_CONF, "the server's answer is too long (%zu bytes)", a->length);
	if (json_open_keys(cx, a->body, a->length, keys, root) != OK)
		return err_note(cx, ERR_CONF, "the server's answer is damaged, or no JSON");
	return OK;
}

struct show lookup_nothing(void)
{
	return (struct show){ .title = NULL, .year = UNSAID };
}
