/* SPDX-License-Identifier: MIT */
/* play_card.c -- a play: title, part, position, source. */
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
	if (play->duration_ms < 0)
		return "";
	if (play->state == PLAY_COMPLETED || play->position_ms < 0)
		return words_span(cx, play->duration_ms);
	return arena_printf(cx->arena, "%s of %s", words_span(cx, play->position_ms),
		words_span(cx, play->duration_ms));
}

static bool has_part(const struct library_play *play)
{
	return play->episode >= 0 || (play->part_title && *play->part_title);
}

void play_card_head(const struct call *c, const struct library_play *play)
{
	page_tile(c, kind_name(play->kind), play->work_id, play->title);
	htmlf(c->out, "<div class='what'><a href='works/%" PRId64 "'><bdi>%s</bdi></a>\n",
		play->work_id, play_card_title(c->cx, play->kind, play->title));
	if (play->author && *play->author)
		htmlf(c->out, "<span class='meta'><bdi>%s</bdi></span>\n",
			words_clip(c->cx, play->author, AUTHOR_MAX));
	if (has_part(play)) {
		html(c->out, "<span class='meta'>");
		play_card_part(c, play->season, play->episode, play->part_title);
		html(c->out, "</span>\n");
	}
	html(c->out, "<span class='meta'>");
	play_card_source(c, play);
	html(c->out, "</span>");
}

void play_card_open(const struct call *c, const struct library_play *play)
{
	html(c->out, "<li class='card'><div class='media'>");
	play_card_head(c, play);
	html(c->out, "</div></div>\n<div class='stack near'>");
	page_bar(c, play->share, "So far");
	htmlf(c->out, "<div class='figures'><span>%s</span><span>%s \xc2\xb7 ",
		play_card_position(c->cx, play), words_percent(c->cx, play->share));
	page_time(c, play->updated_ms);
	html(c->out, "</span></div></div></li>\n");
}
