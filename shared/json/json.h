/* SPDX-License-Identifier: MIT */
/*
 * json.h -- reading JSON from strangers, and writing our own.
 *
 * Reading: every getter says whether the value must be there or may be, and
 * within which bounds. On a wrong value the getter notes its path and what was
 * expected (err_field) and returns ERR_INPUT; an absent or null value that may
 * be absent is OK and leaves *out as it was. Strings are copied into the
 * arena, are valid UTF-8 and hold no NUL.
 *
 * Writing: into a struct buf; commas and escapes take care of themselves.
 */
#ifndef SHARED_JSON_JSON_H
#define SHARED_JSON_JSON_H

#include "shared/base/buf.h"
#include "shared/base/err.h"

struct json_value;

/* A value and where it stands; copied freely. */
struct json {
	const struct json_value *value; /* NULL: absent or null */
	const char *path;               /* "Item.UserData"; "" is the root */
};

/*
 * The whole of `text`, a NUL behind it, as one JSON value (scan.h says what is
 * JSON). The value is a note of what stands where: it is good as long as the
 * text and the arena are.
 */
MUST_CHECK enum err json_open(struct cx *cx, const char *text, size_t length, struct json *root);

/*
 * The same for texts of strangers, of which only members with these keys are
 * read (NULL behind the last; in any case of letters; at every level): all
 * others are checked, and then as if they were not there. Without keys all are
 * read. ERR_TOO_LARGE when more values than that are asked for, since a few
 * bytes make a value of a hundred times their room.
 */
enum { JSON_VALUES_MAX = 10000 }; /* of real bodies it is some 30 */
MUST_CHECK enum err json_open_keys(
	struct cx *cx, const char *text, size_t length, const char *const *keys, struct json *root);

bool json_is_there(struct json object, const char *key);
bool json_is_null(struct json object, const char *key); /* there, and null */

/*
 * Refuses what is no object, and a member whose name is not in the list, which
 * ends with NULL.
 */
MUST_CHECK enum err json_only(struct cx *cx, struct json object, const char *const *names);

MUST_CHECK enum err json_need_object(
	struct cx *cx, struct json in, const char *key, struct json *out);
MUST_CHECK enum err json_may_object(
	struct cx *cx, struct json in, const char *key, struct json *out);

/* A longer string than `max` bytes is wrong for need, cut for may. */
MUST_CHECK enum err json_need_str(
	struct cx *cx, struct json in, const char *key, size_t max, const char **out);
MUST_CHECK enum err json_may_str(
	struct cx *cx, struct json in, const char *key, size_t max, const char **out);

/* A range of whole numbers; anything else is wrong. */
struct range {
	int64_t min, max;
};
MUST_CHECK enum err json_may_i64(
	struct cx *cx, struct json in, const char *key, struct range range, int64_t *out);
MUST_CHECK enum err json_may_int(
	struct cx *cx, struct json in, const char *key, struct range range, int *out);
MUST_CHECK enum err json_may_bool(struct cx *cx, struct json in, const char *key, bool *out);

/* A number with or without decimals, times `scale`, rounded to a whole one. */
MUST_CHECK enum err json_may_scaled(
	struct cx *cx, struct json in, const char *key, int64_t scale, int64_t *out);

/*
 * For senders that spell numbers as they please: a number or a string that
 * holds one, times `scale`, rounded; 0 for anything else. Never fails.
 */
int64_t json_loose_scaled(struct json in, const char *key, int64_t scale);

/* A string or a whole number, as text: ids come both ways. */
MUST_CHECK enum err json_may_idtext(
	struct cx *cx, struct json in, const char *key, const char **out);

/* Calls each with every member of an object whose value is such an id. */
typedef void json_each_fn(void *arg, const char *key, const char *value);
void json_each_idtext(struct cx *cx, struct json object, json_each_fn *each, void *arg);

/* The elements of an array; 0 when absent or no array. */
bool json_is_array(struct json in, const char *key);
size_t json_length(struct json in, const char *key);

/* A walk over them: while (json_next(&walk, &element)) ... */
struct json_walk {
	struct cx *cx;
	const struct json_value *next;
	const char *path; /* of the array */
	size_t index;
};
struct json_walk json_walk(struct cx *cx, struct json in, const char *key);
bool json_next(struct json_walk *walk, struct json *element);

/* The value as JSON text, in the arena: as it is written, but for a string. */
const char *json_text(struct cx *cx, struct json value);

/*
 * With line breaks and indentation, to be read by a person; NULL when the text
 * is no JSON, or has more than JSON_VALUES_MAX values.
 */
const char *json_lines(struct cx *cx, const char *text, size_t length);

/*
 * ---- writing; key is a plain word of ours, and NULL inside arrays and for the
 * root ----
 */

void jput_open(struct buf *b, const char *key, char bracket); /* '{' '[' */
void jput_close(struct buf *b, char bracket);                 /* '}' ']' */
void jput_str(struct buf *b, const char *key, const char *text);
void jput_i64(struct buf *b, const char *key, int64_t number);
void jput_bool(struct buf *b, const char *key, bool yes);
void jput_null(struct buf *b, const char *key);

/* text, or null for NULL; number, or null below 0. */
void jput_str_or_null(struct buf *b, const char *key, const char *text);
void jput_i64_or_null(struct buf *b, const char *key, int64_t number);

/* A share (SHARE_WHOLE is 100 %) as per cent, at most four decimals. */
void jput_percent(struct buf *b, const char *key, int64_t share);

/* A time in ms as RFC 3339 text; null below 0. */
void jput_time(struct buf *b, const char *key, int64_t ms);

#endif
