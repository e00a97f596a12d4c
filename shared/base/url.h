/* SPDX-License-Identifier: MIT */
/* url.h -- addresses: of a server, as a person typed it; and parts of one. */
#ifndef SHARED_BASE_URL_H
#define SHARED_BASE_URL_H

#include "shared/base/err.h"

enum { ADDRESS_MAX = 1000 };

/*
 * Without blanks around it and without a last '/'. ERR_INPUT unless it is
 * http or https, a host, and nothing that has no place in a base address.
 */
MUST_CHECK enum err address_clean(struct cx *cx, const char *text, const char **out);

/* ERR_INPUT, and in words what an address looks like. */
MUST_CHECK enum err address_refuse(struct cx *cx);

/*
 * Of two cleaned ones. Another spelling of the same host counts as another:
 * that asks for a key too often at worst.
 */
bool address_is_same_host(const char *a, const char *b);

/* For one value in a query or one segment of a path: "a b" is "a%20b". */
const char *url_encode(struct arena *a, const char *text);

#endif
