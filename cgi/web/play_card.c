/* SPDX-License-Identifier: MIT */
/* play_card.c -- a play: title, part, source, position. */
#include "cgi/web/play_card.h"

enum { TITLE_MAX = 120, PART_MAX = 60, SOURCE_MAX = 40, AUTHOR_MAX = 60 };

const char *play_card_title(struct cx *cx, enum kind kind, const char *title)
{
	const char *one = kind_one(kind);

	if (title && *title)
		return words_clip(cx, title, TITLE_MAX);
	return arena_printf(cx->arena, "%s %c%s without a title", kind_article(kind),
		*one | ('a' - 'A'), one + 1);
}

void play_card_part(const struct call *c, int season, int episode, const char *title)
{
	const char *number = words_part(c->cx, season, episode);
	bool has_title = title && *title;

	htmlf(c->out, "%s%s", number, *number && has_title ? " \xc2\xb7 " : "");
	if (has_title)
		htmlf(c->out, "<bdi>%s</bdi>", words_clip(c->cx, title, PART_MAX));
}

void play_card_source(const struct call *c, const struct library_play *play)
{
	const char *provider = words_provider(play->provider);

	htmlf(c->out, "%s", provider);
	if (play->integration && strcasecmp(play->integration, provider) != 0)
		htmlf(c->out, ", <bdi>%s</bdi>", words_clip(c->cx, play->integration, SOURCE_MAX));
}

const char *play_card_position(struct cx *cx, const struct library_play *play)
{
	static const int64_t minute_ms = 60 * 1000, hour_ms = 60 * minute_ms;

	if (play->duration_ms < 0)
		return "";
	if (play->state == PLAY_COMPLETED || play->position_ms < 0)
		return words_hours(cx, play->duration_ms);
	if (play->position_ms < hour_ms && play->duration_ms < hour_ms)
		return arena_printf(cx->arena, "%" PRId64 " of %" PRId64 " min",
			play->position_ms / minute_ms, play->duration_ms / minute_ms);
	return arena_printf(cx->arena, "%s of %s", words_hours(cx, play->position_ms),
		words_hours(cx, play->duration_ms));
}

void play_card_about(const struct call *c, const struct library_play *play)
{
	if (play->episode >= 0 || (play->part_title && *play->part_title))
		play_card_part(c, play->season, play->episode, play->part_title);
	else
		htmlf(c->out, "%s", kind_one(play->kind));
	if (play->author && *play->author)
		htmlf(c->out, " \xc2\xb7 <bdi>%s</bdi>",
			words_clip(c->cx, play->author, AUTHOR_MAX));
}
