/* SPDX-License-Identifier: MIT */
/*
 * pretty.c -- the only door to json-c, which lays out JSON for people. It
 * accepts more than JSON, so the scan checks first.
 */
#include <json-c/json.h>

#include "shared/json/pretty.h"
#include "shared/json/read.h"
#include "shared/json/scan.h"

static void put_root(void *root)
{
	json_object_put(root);
}

/* The text is the root's; copying it may end the unit of work. */
static const char *copy_of(struct cx *cx, struct json_object *root, const char *lines)
{
	struct arena_held held;
	const char *copy;

	arena_hold(cx->arena, &held, put_root, root);
	copy = arena_strdup(cx->arena, lines);
	arena_let_go(cx->arena, &held);
	return copy;
}

const char *json_lines(struct cx *cx, const char *text, size_t length)
{
	struct scan s = { .values_max = JSON_VALUES_MAX };
	struct json_tokener *tokener;
	struct json_object *root;
	const char *lines = NULL;
	bool is_read;

	if (length >= INT_MAX || !scan_text(&s, text, length))
		return NULL;
	tokener = json_tokener_new_ex(SCAN_DEPTH_MAX + 2);
	if (!tokener)
		return NULL;
	/* The final NUL tells json-c that a number has ended. */
	root = json_tokener_parse_ex(tokener, text, (int)length + 1);
	is_read = json_tokener_get_error(tokener) == json_tokener_success;
	json_tokener_free(tokener);
	if (is_read)
		lines = json_object_to_json_string_ext(
			root, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED |
				      JSON_C_TO_STRING_NOSLASHESCAPE);
	if (lines)
		lines = copy_of(cx, root, lines);
	json_object_put(root);
	return lines;
}
