/* SPDX-License-Identifier: MIT */
/*
 * play_card.h -- how pages show a play: tile, title, part, source.
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

/* "47:00 of 2:16:17", "2:16:17", or nothing. */
const char *play_card_position(struct cx *cx, const struct library_play *play);

/* Tile, title, author, part and source: the upper half of a card. */
void play_card_head(const struct call *c, const struct library_play *play);

/* A whole card of an open play, with its bar. */
void play_card_open(const struct call *c, const struct library_play *play);

#endif
