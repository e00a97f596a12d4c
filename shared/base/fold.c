/* SPDX-License-Identifier: MIT */
#include "shared/base/fold.h"

#include "shared/base/utf8.h"

#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>
#include <uniwbrk.h>

enum err fold_compare(struct cx *cx, const char *a, const char *b, bool *is_same)
{
	int order;

	/* Most names are ASCII, and compared without allocating. */
	*is_same = strcasecmp(a, b) == 0;
	if (*is_same)
		return OK;
	if (u8_casecmp((const uint8_t *)a, strlen(a), (const uint8_t *)b, strlen(b), NULL,
		    UNINORM_NFC, &order) != 0)
		return err_note(cx, ERR_INTERNAL, "names: %s", strerror(errno));
	*is_same = order == 0;
	return OK;
}

enum err fold_key(struct cx *cx, const char *name, const char **out)
{
	size_t length = 0;
	uint8_t *key =
		u8_casefold((const uint8_t *)name, strlen(name), NULL, UNINORM_NFC, NULL, &length);

	*out = NULL;
	if (!key)
		return err_note(cx, errno == ENOMEM ? ERR_INTERNAL : ERR_INPUT, "names: %s",
			strerror(errno));
	*out = arena_strndup(cx->arena, (const char *)key, length);
	free(key);
	return OK;
}

static bool is_in_word(ucs4_t c)
{
	return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N);
}

static bool is_there(const struct fold_words *words, const char *word)
{
	for (size_t i = 0; i < words->count; i++)
		if (strcmp(words->list[i], word) == 0)
			return true;
	return false;
}

static void end_word(struct cx *cx, struct fold_words *out, char *word, size_t *length)
{
	word[*length] = '\0';
	if (*length > 0 && out->count < FOLD_WORDS && !is_there(out, word))
		out->list[out->count++] = arena_strdup(cx->arena, word);
	*length = 0;
}

/* `breaks` says before which bytes a word begins or ends. */
static void split(
	struct cx *cx, const uint8_t *text, size_t size, const char *breaks, struct fold_words *out)
{
	char word[FOLD_WORD_MAX + 1];
	size_t length = 0;

	for (size_t at = 0; at < size;) {
		ucs4_t c;
		size_t step = (size_t)u8_mbtouc(&c, text + at, size - at);

		if (breaks[at] || c == '_')
			end_word(cx, out, word, &length);
		if (is_in_word(c) && length + step <= FOLD_WORD_MAX) {
			memcpy(word + length, text + at, step);
			length += step;
		}
		at += step;
	}
	end_word(cx, out, word, &length);
}

enum err fold_words(struct cx *cx, const char *text, struct fold_words *out)
{
	size_t size = 0;
	uint8_t *folded =
		u8_casefold((const uint8_t *)text, strlen(text), NULL, UNINORM_NFKD, NULL, &size);
	struct arena_held held;
	char *breaks;

	*out = (struct fold_words){ .count = 0 };
	if (!folded && errno == EILSEQ) /* not UTF-8 */
		return OK;
	if (!folded)
		return err_note(cx, ERR_INTERNAL, "words: %s", strerror(errno));
	arena_hold(cx->arena, &held, free, folded);
	breaks = arena_raw(cx->arena, size + 1);
	u8_wordbreaks(folded, size, breaks);
	split(cx, folded, size, breaks, out);
	arena_let_go(cx->arena, &held);
	free(folded);
	return OK;
}

static bool is_article(const char *word)
{
	static const char *const articles[] = { "a", "an", "das", "der", "die", "ein", "eine", "el",
		"il", "la", "las", "le", "les", "los", "the", "un", "una", "une" };

	for (size_t i = 0; i < NELEM(articles); i++)
		if (strcmp(articles[i], word) == 0)
			return true;
	return false;
}

size_t fold_head(const struct fold_words *words)
{
	size_t head = 0;

	while (head < words->count && is_article(words->list[head]))
		head++;
	return head < words->count ? head : 0;
}

const char *fold_sort(struct cx *cx, const struct fold_words *words)
{
	const char *text = "";

	for (size_t i = fold_head(words); i < words->count && strlen(text) < FOLD_SORT_MAX; i++)
		text = arena_join(cx->arena, text, *text ? " " : "", words->list[i]);
	return strlen(text) <= FOLD_SORT_MAX
		       ? text
		       : arena_strndup(cx->arena, text, utf8_cut(text, FOLD_SORT_MAX));
}
