/* SPDX-License-Identifier: MIT */
/* play_card.c -- a play: title, part, position, source. */
#include "cgi/web/play_card.h"

enum { TITLE_MAX = 120, PART_MAX = 60, SOURCE_MAX = 40 };

const char *play_card_title(struct cx *cx, enum kind kind, const char *title)
{
	const char *one = kind_one(kind);

	if (title && *title)
		return words_clip(cx, title, TITLE_MAX);
	return arena_printf(cx->arena, "%s %c%s without a title", kind_article(kind),
		*one | ('a' - 'A'), one + 1);
}

void play_card_part(const struct page *p, int season, int episode, const char *title)
{
	const char *number = words_part(p->cx, season, episode);
	bool has_title = title && *title;

	htmlf(p->out, "%s%s", number, *number && has_title ? " \xc2\xb7 " : "");
	if (has_title)
		htmlf(p->out, "<bdi>%s</bdi>", words_clip(p->cx, title, PART_MAX));
}

void play_card_source(const struct page *p, const struct library_play *play)
{
	const char *provider = words_provider(play->provider);

	htmlf(p->out, "%s", provider);
	if (play->integration && strcasecmp(play->integration, provider) != 0)
		htmlf(p->out, ", <bdi>%s</bdi>", words_clip(p->cx, play->integration, SOURCE_MAX));
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

void play_card_head(const struct page *p, const struct library_play *play)
{
	page_tile(p, kind_name(play->kind), play->work_id, play->title);
	htmlf(p->out, "<div class='what'><a href='works/%" PRId64 "'><bdi>%s</bdi></a>\n",
		play->work_id, play_card_title(p->cx, play->kind, play->title));
	if (has_part(play)) {
		html(p->out, "<span class='meta'>");
		play_card_part(p, play->season, play->episode, play->part_title);
		html(p->out, "</span>\n");
	}
	html(p->out, "<span class='meta'>");
	play_card_source(p, play);
	html(p->out, "</span>");
}

void play_card_open(const struct page *p, const struct library_play *play)
{
	html(p->out, "<li class='card'><div class='media'>");
	play_card_head(p, play);
	html(p->out, "</div></div>\n<div class='stack near'>");
	page_bar(p, play->share, "So far");
	htmlf(p->out, "<div class='figures'><span>%s</span><span>%s \xc2\xb7 ",
		play_card_position(p->cx, play), words_percent(p->cx, play->share));
	page_time(p, play->updated_ms);
	html(p->out, "</span></div></div></li>\n");
}
