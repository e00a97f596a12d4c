/* SPDX-License-Identifier: MIT */
/*
 * input.h -- a file that somebody hands over, read at any place.
 *
 * Every byte of it is untrusted. Readers hold a piece of it at a time, however
 * long it is.
 */
#ifndef SHARED_FILES_INPUT_H
#define SHARED_FILES_INPUT_H

#include "shared/base/err.h"

struct input {
	int64_t size; /* in bytes */
	/* From `at` on; *got is less than `length` at the end only. */
	enum err (*read)(struct cx *cx, const struct input *in, int64_t at, void *to, size_t length,
		size_t *got);
	const void *bytes; /* of input_of_bytes */
	int fd;            /* of input_of_fd */
	/* For those who read from elsewhere. */
	void *arg;
	int64_t id;
};

/* Both are borrowed as long as the input is used. */
struct input input_of_bytes(const void *bytes, size_t length);
/* ERR_INPUT unless it is an ordinary file. */
MUST_CHECK enum err input_of_fd(struct cx *cx, int fd, struct input *out);

/* The next bytes of something, split anywhere. */
typedef enum err input_feed_fn(struct cx *cx, void *arg, const char *bytes, size_t length);

/* All of it, from the beginning, in pieces. */
MUST_CHECK enum err input_feed(
	struct cx *cx, const struct input *in, input_feed_fn *feed, void *arg);

#endif
