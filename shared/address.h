/* SPDX-License-Identifier: MIT */
/* address.h -- the address of a server, as a person typed it. */
#ifndef SHARED_ADDRESS_H
#define SHARED_ADDRESS_H

#include "shared/err.h"

enum { ADDRESS_MAX = 1000 };

/*
 * Without blanks around it and without a last '/'. ERR_INPUT unless it is
 * http or https, a host, and nothing that has no place in a base address.
 */
MUST_CHECK enum err address_clean(
	struct cx *cx, const char *text, const char **out);

/* ERR_INPUT, and in words what an address looks like. */
MUST_CHECK enum err address_refuse(struct cx *cx);

/*
 * Of two cleaned ones. Another spelling of the same host counts as another:
 * that asks for a key too often at worst.
 */
bool address_is_same_host(const char *a, const char *b);

#endif
