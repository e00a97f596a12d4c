/* SPDX-License-Identifier: MIT */
/*
 * art.h -- where the picture of a work is, as its sender's reports tell.
 *
 * Pure, as everything here: it reads the body of a report that was kept, and
 * says what to ask for. A picture is on the sender's own server, or on a public
 * host of a fixed list; a body can name no other place.
 */
#ifndef SHARED_PROVIDERS_ART_H
#define SHARED_PROVIDERS_ART_H

#include "shared/json/read.h"

enum { ART_ITEM_MAX = 64, ART_ADDRESS_MAX = 500 };

/* One of the two, or neither: the body does not tell. */
struct art_place {
	const char *item;    /* the server's own id: letters, digits, '-' and '_' */
	const char *address; /* "https://", a host of the list, and a path */
};

struct art {
	/* Every key that `find` reads, as in struct sink. */
	const char *const *keys;
	void (*find)(struct cx *cx, struct json body, struct art_place *out);
	/* The path of a picture on the server is "<before><item><after>". */
	const char *before, *after;
	bool is_open; /* the server gives pictures to everybody: no key is sent */
};

/* Both are NULL when the body is none of this sender's. */
void art_find(struct cx *cx, const struct art *art, struct bytes body, struct art_place *out);

/* For `find`: the member as an item, or NULL when it is none. */
const char *art_item(struct cx *cx, struct json in, const char *key);

/* The same as an address: with https, of one of these hosts, or NULL. */
const char *art_address(struct cx *cx, struct json in, const char *key, const char *const *hosts);

/* The length of the part "https://host" of such an address. */
size_t art_base_length(const char *address);

#endif
