/* SPDX-License-Identifier: MIT */
/*
 * pretty.c -- the only door to json-c, which lays out JSON for people. It
 * accepts more than JSON, so the scan checks first.
 */
#include <json-c/json.h>

#include "shared/json/pretty.h"
#include "shared/json/read.h"
#include "shared/json/scan.h"

const char *json_lines(struct cx *cx, const char *text, size_t length)
{
	struct scan s = { .values_max = JSON_VALUES_MAX };
	struct json_tokener *tokener;
	struct json_object *root;
	const char *lines = NULL;

	if (length >= INT_MAX || !scan_text(&s, text, length))
		return NULL;
	tokener = json_tokener_new_ex(SCAN_DEPTH_MAX + 2);
	if (!tokener)
		return NULL;
	/* The final NUL tells json-c that a number has ended. */
	root = json_tokener_parse_ex(tokener, text, (int)length + 1);
	if (json_tokener_get_error(tokener) == json_tokener_success)
		lines = json_object_to_json_string_ext(
			root, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED |
				      JSON_C_TO_STRING_NOSLASHESCAPE);
	if (lines)
		lines = arena_strdup(cx->arena, lines);
	json_object_put(root);
	json_tokener_free(tokener);
	return lines;
}
