/* SPDX-License-Identifier: MIT */
/* unescape.h -- replaces the escapes of a JSON string (RFC 8259, 7). */
#ifndef SHARED_JSON_UNESCAPE_H
#define SHARED_JSON_UNESCAPE_H

#include "shared/base/base.h"

/*
 * Copies the inside of a string that the scan has accepted and replaces its
 * escapes. Returns the length, which is never above `length`. The result may
 * hold a NUL and is not NUL-terminated.
 */
size_t unescape_replace(const char *from, size_t length, char *out);

#endif
