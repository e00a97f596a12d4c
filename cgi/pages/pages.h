/* SPDX-License-Identifier: MIT */
/*
 * pages.h -- the handlers of all pages, for the route table.
 *
 * Each page's code is in the file named after its URL: "/settings/tokens" is
 * settings_tokens.c, "/works/:id" is works.c. A page and the forms on it are in
 * the same file. Sorted by file.
 */
#ifndef CGI_PAGES_PAGES_H
#define CGI_PAGES_PAGES_H

#include "cgi/route.h"

handler_fn edits_undo_post;
handler_fn home_get;
handler_fn library_get;
handler_fn login_get, login_post;
handler_fn logout_post;
handler_fn now_get;
handler_fn plays_complete_post, plays_remove_post;
handler_fn setup_get, setup_post;
handler_fn works_get, works_complete_post, works_ids_post;

#endif
