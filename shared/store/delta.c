/* SPDX-License-Identifier: MIT */
/*
 * delta.c -- see delta.h. A patch is a sequence of hunks. A hunk has three
 * little-endian 32-bit numbers (bytes to copy, to drop, to insert), followed by
 * the bytes to insert. What follows the last hunk is copied.
 */
#include "shared/store/delta.h"

enum { HUNK_HEAD = 12, NUMBER = 4 };

/* The state of a walk over both texts. */
struct walk {
	const unsigned char *from, *from_end, *to, *to_end;
	unsigned char patch[PATCH_MAX];
	size_t length;
};

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* The length of the common prefix of what is left. */
static size_t common(const unsigned char *a, const unsigned char *b, size_t max)
{
	enum { LEAP = 1024, STEP = 64, WORD = sizeof(uint64_t) };
	size_t n = 0;

	while (max - n >= LEAP && memcmp(a + n, b + n, LEAP) == 0)
		n += LEAP;
	while (max - n >= STEP && memcmp(a + n, b + n, STEP) == 0)
		n += STEP;
	while (max - n >= WORD && memcmp(a + n, b + n, WORD) == 0)
		n += WORD;
	while (n < max && a[n] == b[n])
		n++;
	return n;
}

/* The next place where a JSON value may end. */
static const unsigned char *value_end(const unsigned char *at, const unsigned char *end)
{
	while (at < end && *at != ',' && *at != '}')
		at++;
	return at;
}

/* Long enough a match to assume that the difference is over. */
static bool meet(const struct walk *w, const unsigned char *from, const unsigned char *to)
{
	enum { ALIKE = 16 };
	size_t left = (size_t)(w->from_end - from);
	size_t right = (size_t)(w->to_end - to);

	if (left < ALIKE || right < ALIKE)
		return left == right && memcmp(from, to, left) == 0;
	return memcmp(from, to, ALIKE) == 0;
}

/*
 * Moves from a difference to where both texts match again, at the end of a
 * value.
 */
static bool find_meeting(const struct walk *w, const unsigned char **from, const unsigned char **to)
{
	enum { VALUES_MAX = 8 };

	*from = w->from;
	*to = w->to;
	for (int i = 0; i < VALUES_MAX; i++) {
		*from = value_end(*from, w->from_end);
		*to = value_end(*to, w->to_end);
		if (meet(w, *from, *to))
			return true;
		if (*from == w->from_end || *to == w->to_end)
			return false;
		++*from;
		++*to;
	}
	return false;
}

static void put_number(struct walk *w, size_t number)
{
	for (int i = 0; i < NUMBER; i++)
		w->patch[w->length++] = (unsigned char)(number >> 8 * i);
}

static bool put_hunk(struct walk *w, size_t stay, size_t go, size_t come)
{
	if (come > PATCH_MAX - HUNK_HEAD || w->length > PATCH_MAX - HUNK_HEAD - come)
		return false;
	put_number(w, stay);
	put_number(w, go);
	put_number(w, come);
	memcpy(w->patch + w->length, w->to, come);
	w->length += come;
	return true;
}

bool delta_make(struct arena *a, struct bytes from, struct bytes to, struct bytes *patch)
{
	struct walk w;
	unsigned char *copy;

	w.from = from.at;
	w.from_end = w.from + from.length;
	w.to = to.at;
	w.to_end = w.to + to.length;
	w.length = 0;
	for (;;) {
		size_t stay = common(w.from, w.to,
			smaller((size_t)(w.from_end - w.from), (size_t)(w.to_end - w.to)));
		const unsigned char *go, *come;

		w.from += stay;
		w.to += stay;
		if (w.from == w.from_end && w.to == w.to_end)
			break;
		if (!find_meeting(&w, &go, &come) ||
			!put_hunk(&w, stay, (size_t)(go - w.from), (size_t)(come - w.to)))
			return false;
		w.from = go;
		w.to = come;
	}
	copy = arena_alloc(a, w.length);
	memcpy(copy, w.patch, w.length);
	*patch = (struct bytes){ copy, w.length };
	return true;
}

/* ---- applying a patch ---- */

struct span {
	const unsigned char *at;
	size_t left;
};

/* Skips that many bytes. */
static bool pass(struct span *s, size_t length)
{
	if (length > s->left)
		return false;
	s->at += length;
	s->left -= length;
	return true;
}

static bool take_number(struct span *s, size_t *number)
{
	const unsigned char *at = s->at;

	*number = 0;
	if (!pass(s, NUMBER))
		return false;
	for (int i = 0; i < NUMBER; i++)
		*number |= (size_t)at[i] << 8 * i;
	return true;
}

/* Appends that many bytes of a source to the target. */
static bool move(struct span *from, size_t length, unsigned char **target)
{
	const unsigned char *at = from->at;

	if (length == 0)
		return true; /* memcpy must not get NULL, even for 0 bytes */
	if (!pass(from, length))
		return false;
	memcpy(*target, at, length);
	*target += length;
	return true;
}

bool delta_apply(struct arena *a, struct bytes from, struct bytes patch, struct bytes *to)
{
	struct span old = { from.at, from.length };
	struct span news = { patch.at, patch.length };
	unsigned char *text, *target;

	/* Inserted bytes are part of the patch, so this is room enough. */
	text = target = arena_alloc(a, from.length + patch.length + 1);
	while (news.left > 0) {
		size_t stay, go, come;

		if (!take_number(&news, &stay) || !take_number(&news, &go) ||
			!take_number(&news, &come) || !move(&old, stay, &target) ||
			!pass(&old, go) || !move(&news, come, &target))
			return false;
	}
	if (!move(&old, old.left, &target))
		return false;
	*to = (struct bytes){ text, (size_t)(target - text) };
	return true;
}
