/* SPDX-License-Identifier: MIT */
/* art.c -- a picture of a work of one's own, which nginx then sends. */
#include "cgi/access/auth.h"
#include "cgi/pages/pages.h"
#include "shared/store/picture.h"
#include "shared/store/picture_file.h"

enum err art_get(struct call *c)
{
	const char *hash = c->params[0];
	bool is_own = false;

	if (!picture_is_hash(hash))
		return call_not_found(c);
	TRY(store_picture_is_own(c->cx, c->store, c->visitor->user_id, hash, &is_own));
	/* nginx would let a browser keep its answer that there is none. */
	if (!is_own || !picture_file_is_there(c->cx, c->app->conf->database, hash))
		return call_not_found(c);
	c->res->kind = RES_PICTURE;
	c->res->picture = hash;
	return OK;
}
