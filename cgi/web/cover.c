/* SPDX-License-Identifier: MIT */
#include "cgi/web/cover.h"

#include "cgi/access/auth.h"
#include "cgi/web/html.h"
#include "cgi/web/words.h"
#include "shared/base/fold.h"
#include "shared/base/utf8.h"
#include "shared/store/picture.h"

enum { HUES = 8, HEAD_MAX = 48 };

/* Multiplied, so that works added one after another differ. */
int cover_hue(int64_t work_id)
{
	return (int)((uint32_t)work_id * 2654435769U >> 16) % HUES;
}

static const char *first_letter(struct cx *cx, const char *word)
{
	size_t length = 1;
	char *letter;

	while (((unsigned char)word[length] & 0xc0) == 0x80)
		length++;
	letter = arena_strndup(cx->arena, word, length);
	if (*letter >= 'a' && *letter <= 'z')
		*letter = (char)(*letter & ~32);
	return letter;
}

const char *cover_mark(struct cx *cx, const char *title)
{
	struct fold_words words;

	if (title && strlen(title) > HEAD_MAX)
		title = arena_strndup(cx->arena, title, utf8_cut(title, HEAD_MAX));
	if (!title || fold_words(cx, title, &words) != OK || words.count == 0)
		return "\xc2\xb7";
	return first_letter(cx, words.list[fold_head(&words)]);
}

/* An error is not worth the page: there is the drawn cover. */
static void put_picture(const struct call *c, int64_t work_id, const char *loading)
{
	struct work_picture picture;
	bool has;

	if (store_picture_get(c->cx, c->store, c->visitor->user_id, work_id, &picture, &has) ==
			OK &&
		has)
		htmlf(c->out,
			"<img src='art/%s' width='%" PRId64 "' height='%" PRId64
			"' alt='' loading='%s'>",
			picture.hash, picture.width, picture.height, loading);
}

static void put(const struct call *c, const struct cover *cover, const char *loading)
{
	const char *title = cover->title ? words_clip(c->cx, cover->title, HEAD_MAX) : "";

	htmlf(c->out, "<span class='art hue%d %s%s' aria-hidden='true'><i>%s</i>",
		cover_hue(cover->work_id), kind_name(cover->kind),
		cover->is_completed ? " done" : "", kind_one(cover->kind));
	htmlf(c->out, "<b><span>%s</span></b>", title);
	put_picture(c, cover->work_id, loading);
	if (cover->share != UNSAID)
		htmlf(c->out,
			"<progress max='1000' value='%" PRId64
			"' aria-label='So far'>%s</progress>",
			cover->share * 1000 / SHARE_WHOLE, words_percent(c->cx, cover->share));
	html(c->out, "</span>\n");
}

void cover_put(const struct call *c, const struct cover *cover)
{
	put(c, cover, "lazy");
}

void cover_put_first(const struct call *c, const struct cover *cover)
{
	put(c, cover, "eager");
}
