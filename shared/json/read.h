/* SPDX-License-Identifier: MIT */
/*
 * read.h -- JSON from strangers, read with bounds.
 *
 * Each getter says whether the value must be present ("need") or may be
 * absent ("may"), and which bounds it must keep. For a wrong value the getter
 * notes its path and what was expected (err_field) and returns ERR_INPUT. An
 * absent or null value of a "may" getter is OK and leaves *out unchanged.
 * Strings are copied into the arena, are valid UTF-8 and hold no NUL.
 */
#ifndef SHARED_JSON_READ_H
#define SHARED_JSON_READ_H

#include "shared/base/err.h"

struct json_value;

/* A value and where it stands; copied freely. */
struct json {
	const struct json_value *value; /* NULL: absent or null */
	const char *path;               /* "Item.UserData"; "" is the root */
};

/*
 * Reads the whole of `text`, which ends with a NUL, as one JSON value (scan.h
 * says what is accepted). The value points into the text, so it is good as
 * long as the text and the arena are.
 */
MUST_CHECK enum err json_open(struct cx *cx, const char *text, size_t length, struct json *root);

/*
 * The same for untrusted texts. Only members with one of these keys are kept
 * (the list ends with NULL; case is ignored; every level counts); all others
 * are checked and dropped. A NULL list keeps everything. ERR_TOO_LARGE above
 * JSON_VALUES_MAX kept values, because a few bytes of text can become a value
 * that takes a hundred times their memory.
 */
enum { JSON_VALUES_MAX = 10000 }; /* real bodies have about 30 */
MUST_CHECK enum err json_open_keys(
	struct cx *cx, const char *text, size_t length, const char *const *keys, struct json *root);

/* The path of a member, as errors name it: "Item.UserData.Played". */
const char *json_path(struct cx *cx, struct json in, const char *key);

bool json_is_there(struct json object, const char *key);
bool json_is_null(struct json object, const char *key); /* present, and null */

/*
 * Refuses anything but an object, and a member whose name is not in the list,
 * which ends with NULL.
 */
MUST_CHECK enum err json_only(struct cx *cx, struct json object, const char *const *names);

MUST_CHECK enum err json_need_object(
	struct cx *cx, struct json in, const char *key, struct json *out);
MUST_CHECK enum err json_may_object(
	struct cx *cx, struct json in, const char *key, struct json *out);

/* A string longer than `max` bytes is an error for need, and cut for may. */
MUST_CHECK enum err json_need_str(
	struct cx *cx, struct json in, const char *key, size_t max, const char **out);
MUST_CHECK enum err json_may_str(
	struct cx *cx, struct json in, const char *key, size_t max, const char **out);

/* A range of whole numbers; anything else is an error. */
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

/* A string or a whole number, as text: senders write ids either way. */
MUST_CHECK enum err json_may_idtext(
	struct cx *cx, struct json in, const char *key, const char **out);

/*
 * For senders that are not consistent, these never fail: a value of another
 * type counts as absent.
 */
const char *json_loose_str(struct cx *cx, struct json in, const char *key, size_t max);
/* A longer one counts as absent, too: two that are cut could be the same. */
const char *json_loose_key(struct cx *cx, struct json in, const char *key, size_t max);
struct json json_loose_object(struct cx *cx, struct json in, const char *key);

/* A number, or a string that holds one, times `scale`, rounded; else 0. */
int64_t json_loose_scaled(struct json in, const char *key, int64_t scale);

/* Calls each with every member of an object whose value is such an id. */
typedef void json_each_fn(void *arg, const char *key, const char *value);
void json_each_idtext(struct cx *cx, struct json object, json_each_fn *each, void *arg);

/* The elements of an array; 0 when it is absent or no array. */
bool json_is_array(struct json in, const char *key);
size_t json_length(struct json in, const char *key);

/* Iterates over them: while (json_next(&walk, &element)) ... */
struct json_walk {
	struct cx *cx;
	const struct json_value *next;
	const char *path; /* of the array */
	size_t index;
};
struct json_walk json_walk(struct cx *cx, struct json in, const char *key);
bool json_next(struct json_walk *walk, struct json *element);

/* The value as JSON text, in the arena, as the sender spelled it. */
const char *json_text(struct cx *cx, struct json value);

#endif
