/* SPDX-License-Identifier: MIT */
#include "shared/files/input.h"

#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 64 << 10 };

static enum err read_bytes(
	struct cx *cx, const struct input *in, int64_t at, void *to, size_t length, size_t *got)
{
	int64_t left = at < in->size ? in->size - at : 0;

	(void)cx;
	*got = (int64_t)length < left ? length : (size_t)left;
	if (*got > 0)
		memcpy(to, (const char *)in->bytes + at, *got);
	return OK;
}

struct input input_of_bytes(const void *bytes, size_t length)
{
	return (struct input){
		.size = (int64_t)length, .read = read_bytes, .bytes = bytes, .fd = -1
	};
}

static enum err read_fd(
	struct cx *cx, const struct input *in, int64_t at, void *to, size_t length, size_t *got)
{
	*got = 0;
	while (*got < length) {
		ssize_t n = pread(
			in->fd, (char *)to + *got, length - *got, (off_t)(at + (int64_t)*got));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_note(cx, ERR_INPUT, "the file: %s", strerror(errno));
		if (n == 0)
			break;
		*got += (size_t)n;
	}
	return OK;
}

enum err input_of_fd(struct cx *cx, int fd, struct input *out)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return err_note(cx, ERR_INPUT, "the file: %s", strerror(errno));
	if (!S_ISREG(st.st_mode))
		return err_note(cx, ERR_INPUT, "this is not an ordinary file");
	*out = (struct input){ .size = st.st_size, .read = read_fd, .fd = fd };
	return OK;
}

enum err input_feed(struct cx *cx, const struct input *in, input_feed_fn *feed, void *arg)
{
	char *piece = arena_raw(cx->arena, PIECE);
	int64_t at = 0;
	size_t got;

	do {
		TRY(in->read(cx, in, at, piece, PIECE, &got));
		if (got > 0)
			TRY(feed(cx, arg, piece, got));
		at += (int64_t)got;
	} while (got == PIECE);
	return OK;
}
