/* SPDX-License-Identifier: MIT */
/* url.h -- addresses of servers as people type them, and their parts. */
#ifndef SHARED_BASE_URL_H
#define SHARED_BASE_URL_H

#include "shared/base/err.h"
#include "shared/base/lengths.h"

/*
 * Removes surrounding blanks and a trailing '/'. ERR_INPUT unless the rest is
 * http or https, a host, and nothing that a base address cannot have.
 */
MUST_CHECK enum err url_clean(struct cx *cx, const char *text, const char **out);

/* ERR_INPUT, with a note that says what an address looks like. */
MUST_CHECK enum err url_refuse(struct cx *cx);

/*
 * Compares two cleaned addresses. Two spellings of one host count as
 * different; at worst a person has to enter a key again.
 */
bool url_is_same_host(const char *a, const char *b);

/* Encodes a value of a query or a segment of a path: "a b" is "a%20b". */
const char *url_encode(struct arena *a, const char *text);

#endif
