/* SPDX-License-Identifier: MIT */
/*
 * zip.h -- the files in a zip archive, as a stranger packed them.
 *
 * What its directory says is not believed: what comes out is counted. Folders,
 * links and encrypted files are passed over.
 */
#ifndef SHARED_FILES_ZIP_H
#define SHARED_FILES_ZIP_H

#include "shared/files/input.h"

enum {
	ZIP_ENTRIES_MAX = 2000,
	ZIP_NAME_MAX = 200,
	ZIP_BYTES_MAX = 512 << 20, /* out of all entries */
	ZIP_RATIO_MAX = 250,       /* of bytes that come out to the archive's; text has 30 */
};

/* What is done with an entry. The strings and pointers are borrowed. */
struct zip_reader {
	void *arg;
	/* *wanted: whether to unpack it. The name is text of one line. */
	enum err (*begin)(struct cx *cx, void *arg, const char *name, bool *wanted);
	input_feed_fn *feed;
	/* flaw: why it could not be unpacked to its end, or NULL. */
	enum err (*end)(struct cx *cx, void *arg, const char *flaw);
};

bool zip_is(const void *bytes, size_t length); /* by its first bytes */

/*
 * ERR_INPUT: it is no zip archive, or it is damaged, or goes beyond a limit
 * above; what came before was handed out. An error of the reader ends it.
 */
MUST_CHECK enum err zip_read(
	struct cx *cx, const struct input *in, const struct zip_reader *reader);

#endif
