/* SPDX-License-Identifier: MIT */
/* kind.c -- the table of kinds. */
#include "shared/progress/kind.h"

static const struct row {
	const char *name, *one, *many, *article, *done;
	bool has_parts, is_heard;
} rows[] = {
	/* clang-format off */
	[KIND_NONE]      = { "none",      "Work",      "Works",      "A", "played",  false, false },
	[KIND_MOVIE]     = { "movie",     "Film",      "Films",      "A", "watched",  false, false },
	[KIND_SHOW]      = { "show",      "Show",      "Shows",      "A", "watched",  true,  false },
	[KIND_AUDIOBOOK] = { "audiobook", "Audiobook", "Audiobooks", "An", "listened to", false, true  },
	[KIND_PODCAST]   = { "podcast",   "Podcast",   "Podcasts",   "A", "listened to",  true,  true  },
	[KIND_BOOK]      = { "book",      "Book",      "Books",      "A", "read",  false, false },
	/* clang-format on */
};
_Static_assert(NELEM(rows) == KIND__COUNT, "a kind without a row");

const char *kind_name(enum kind k)
{
	return rows[k].name;
}

const char *kind_one(enum kind k)
{
	return rows[k].one;
}

const char *kind_many(enum kind k)
{
	return rows[k].many;
}

const char *kind_article(enum kind k)
{
	return rows[k].article;
}

const char *kind_done(enum kind k)
{
	return rows[k].done;
}

bool kind_has_parts(enum kind k)
{
	return rows[k].has_parts;
}

bool kind_is_heard(enum kind k)
{
	return rows[k].is_heard;
}

bool kind_parse(const char *name, enum kind *out)
{
	for (size_t i = KIND_NONE + 1; i < NELEM(rows); i++) {
		if (strcmp(rows[i].name, name) != 0)
			continue;
		*out = (enum kind)i;
		return true;
	}
	return false;
}

enum kind kind_find(const char *name)
{
	enum kind k = KIND_NONE;

	return kind_parse(name, &k) ? k : KIND_NONE;
}
