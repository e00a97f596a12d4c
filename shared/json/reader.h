/* SPDX-License-Identifier: MIT */
/*
 * reader.h -- the getters of read.h, with one error for all of them.
 *
 * A reader keeps the first error and its note. Later calls do nothing and
 * return what they return for an absent value, so a provider reads straight
 * down the page and looks at `err` once, at the end.
 */
#ifndef SHARED_JSON_READER_H
#define SHARED_JSON_READER_H

#include "shared/json/read.h"

struct reader {
	struct cx *cx;
	enum err err; /* of the first call that failed */
};

struct json reader_need_object(struct reader *r, struct json in, const char *key);
const char *reader_need_str(struct reader *r, struct json in, const char *key, size_t max);

/* When absent: an object without a value, NULL, UNSAID, or false. */
struct json reader_object(struct reader *r, struct json in, const char *key);
const char *reader_str(struct reader *r, struct json in, const char *key, size_t max);
const char *reader_idtext(struct reader *r, struct json in, const char *key);
int64_t reader_i64(struct reader *r, struct json in, const char *key, struct range range);
int reader_int(struct reader *r, struct json in, const char *key, struct range range);
/* Of a side value, which never makes a body fail: UNSAID for anything else. */
int reader_side_int(struct reader *r, struct json in, const char *key, struct range range);
int64_t reader_scaled(struct reader *r, struct json in, const char *key, int64_t scale);
bool reader_bool(struct reader *r, struct json in, const char *key);

/* Fails because of that member, unless an earlier call has failed. */
void reader_refuse(struct reader *r, struct json in, const char *key, const char *expected);

#endif
