/* SPDX-License-Identifier: MIT */
/* escape.h -- what the escapes of a JSON string stand for (RFC 8259, 7). */
#ifndef SHARED_ESCAPE_H
#define SHARED_ESCAPE_H

#include "shared/base.h"

/*
 * The inside of a string that the scan has taken, `length` octets, with what
 * its escapes stand for; how many octets that are: never more than `length`. An
 * escaped NUL becomes one. No NUL behind it.
 */
size_t escape_replace(const char *from, size_t length, char *out);

#endif
