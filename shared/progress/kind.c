/* SPDX-License-Identifier: MIT */
/* kind.c -- the table of kinds. */
#include "shared/progress/kind.h"

static const struct row {
	const char *name, *one, *many, *article;
	bool has_parts;
} rows[] = {
	/* clang-format off */
	[KIND_NONE]      = { "none",      "Work",      "Works",      "A",  false },
	[KIND_MOVIE]     = { "movie",     "Film",      "Films",      "A",  false },
	[KIND_SHOW]      = { "show",      "Show",      "Shows",      "A",  true  },
	[KIND_AUDIOBOOK] = { "audiobook", "Audiobook", "Audiobooks", "An", false },
	[KIND_PODCAST]   = { "podcast",   "Podcast",   "Podcasts",   "A",  true  },
	[KIND_BOOK]      = { "book",      "Book",      "Books",      "A",  false },
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

bool kind_has_parts(enum kind k)
{
	return rows[k].has_parts;
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
