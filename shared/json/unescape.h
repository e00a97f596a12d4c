/* SPDX-License-Identifier: MIT */
/* unescape.h -- what the escapes of a JSON string stand for (RFC 8259, 7). */
#ifndef SHARED_JSON_UNESCAPE_H
#define SHARED_JSON_UNESCAPE_H

#include "shared/base/base.h"

/*
 * The inside of a string that the scan has taken, `length` bytes, with what
 * its escapes stand for; how many bytes that are: never more than `length`. An
 * escaped NUL becomes one. No NUL behind it.
 */
size_t escape_replace(const char *from, size_t length, char *out);

#endif
