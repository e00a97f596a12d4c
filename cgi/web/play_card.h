/* SPDX-License-Identifier: MIT */
/*
 * play_card.h -- how pages name a play: title, part, source, position.
 *
 * Titles are untrusted: they are clipped, escaped, and isolated from the text
 * direction around them.
 */
#ifndef CGI_WEB_PLAY_CARD_H
#define CGI_WEB_PLAY_CARD_H

#include "cgi/web/page.h"
#include "shared/store/library.h"

/* "The Matrix", "A film without a title"; clipped. */
const char *play_card_title(struct cx *cx, enum kind kind, const char *title);

/* "S2 E5 · Phoenix"; nothing if there are no parts. */
void play_card_part(const struct call *c, int season, int episode, const char *title);

/* Title and name, "...: Living room"; "manual entry". */
void play_card_source(const struct call *c, const struct library_play *play);

/* "31 of 52 min", "47 min of 2 h 16 min", "2 h 16 min", or nothing. */
const char *play_card_position(struct cx *cx, const struct library_play *play);

/* "S2 E5 · Phoenix", "Audiobook · Andy Weir": part or kind, and author. */
void play_card_about(const struct call *c, const struct library_play *play);

#endif
