/* SPDX-License-Identifier: MIT */
/*
 * scan.c -- arrays, objects, and which of their values are kept. The functions
 * take and return positions like those of lex.h.
 */
#include "shared/json/scan.h"

#include "shared/json/lex.h"
#include "shared/json/skip.h"
#include "shared/json/unescape.h"

/* The last string that was read, with its escapes replaced. */
static const char *plain_text(struct scan *s, const char *at, size_t length, uint32_t *shown)
{
	char *text;

	*shown = (uint32_t)length;
	if (!s->escaped)
		return at;
	text = arena_alloc(s->arena, length + 1);
	*shown = (uint32_t)unescape_replace(at, length, text);
	return text;
}

/* ---- which keys ---- */

enum { LETTERS = 32, LENGTHS = 64 };

/*
 * The keys of the last scan, numbered from 1: the first one of each letter and
 * length, and the next one of both. A sender's bodies come one after the other,
 * and its keys are always the same. Global because a process has one thread.
 */
static struct {
	const char *const *keys;
	unsigned char first[LETTERS][LENGTHS];
	unsigned char next[SCAN_KEYS_MAX + 1];
	size_t lengths[SCAN_KEYS_MAX + 1];
} asked_for;

/* Equal for both cases of a letter. Long keys share with shorter ones. */
static unsigned char *first_of(const char *key, size_t length)
{
	return &asked_for.first[(unsigned char)*key % LETTERS][length % LENGTHS];
}

static void index_keys(const char *const *keys)
{
	memset(&asked_for, 0, sizeof(asked_for));
	asked_for.keys = keys;
	for (unsigned char i = 1; keys[i - 1]; i++) {
		size_t length = strlen(keys[i - 1]);
		unsigned char *first = first_of(keys[i - 1], length);

		ASSERT(i <= SCAN_KEYS_MAX);
		asked_for.lengths[i] = length;
		asked_for.next[i] = *first;
		*first = i;
	}
}

/* Ignores case. Some punctuation matches too, which only keeps too much. */
static bool is_same(const char *asked, const char *key, size_t length)
{
	size_t i = 0;

	if (memcmp(asked, key, length) == 0) /* the usual case */
		return true;
	while (i < length && (asked[i] | 32) == (key[i] | 32))
		i++;
	return i == length;
}

static bool is_asked_for(const struct scan *s, const char *key, size_t length)
{
	if (s->escaped || !s->keys)
		return true;
	for (size_t i = *first_of(key, length); i != 0; i = asked_for.next[i])
		if (asked_for.lengths[i] == length && is_same(s->keys[i - 1], key, length))
			return true;
	return false;
}

/* ---- arrays and objects ---- */

/* Appends a value to `in`; NULL when `in` is being skipped. */
static struct json_value *append(struct scan *s, struct json_value *in, struct json_value **last)
{
	struct json_value *v;

	if (!in)
		return NULL;
	v = arena_raw(s->arena, sizeof(*v));
	*v = (struct json_value){ 0 };
	if (in->count++ == 0)
		in->first = v;
	else
		(*last)->next = v;
	*last = v;
	return v;
}

static const char *value(struct scan *s, const char *at, int depth, struct json_value *out);

static const char *array(struct scan *s, const char *at, int depth, struct json_value *out)
{
	struct json_value *last = NULL;

	at = lex_blanks(at + 1);
	while (*at != ']') {
		at = value(s, at, depth, append(s, out, &last));
		if (!at)
			return NULL;
		at = lex_blanks(at);
		if (*at == ']')
			break;
		if (*at != ',')
			return lex_wrong(s, at, "expected \",\" or \"]\"");
		at = lex_blanks(at + 1);
		if (*at == ']')
			return lex_wrong(s, at, "expected a value");
	}
	return at + 1;
}

static const char *member(
	struct scan *s, const char *at, int depth, struct json_value *in, struct json_value **last)
{
	const char *key = at + 1;
	struct json_value *out = NULL;
	enum json_kind kind;
	size_t length;

	if (*at != '"')
		return lex_wrong(s, at, "expected a key in double quotes");
	s->escaped = false;
	at = lex_string(s, at);
	if (!at)
		return NULL;
	length = (size_t)(at - key) - 1;
	if (in && is_asked_for(s, key, length)) {
		out = append(s, in, last);
		out->key = plain_text(s, key, length, &out->key_length);
	}
	at = lex_blanks(at);
	if (*at != ':')
		return lex_wrong(s, at, "expected \":\"");
	at = lex_blanks(at + 1);
	if (!out && s->arena && *at != '{' && *at != '[')
		return lex_scalar(s, at, &kind);
	return value(s, at, depth, out);
}

static const char *object(struct scan *s, const char *at, int depth, struct json_value *out)
{
	struct json_value *last = NULL;

	at = lex_blanks(at + 1);
	while (*at != '}') {
		at = member(s, at, depth, out, &last);
		if (!at)
			return NULL;
		at = lex_blanks(at);
		if (*at == '}')
			break;
		if (*at != ',')
			return lex_wrong(s, at, "expected \",\" or \"}\"");
		at = lex_blanks(at + 1);
		if (*at == '}')
			return lex_wrong(s, at, "expected a key in double quotes");
	}
	return at + 1;
}

/* Arrays and objects may nest `depth` levels deeper. */
static const char *nested(
	struct scan *s, const char *at, int depth, struct json_value *out, enum json_kind *kind)
{
	*kind = *at == '{' ? JSON_OBJECT : JSON_ARRAY;
	if (depth == 0)
		return lex_wrong(s, at, "it is nested too deep");
	return *at == '{' ? object(s, at, depth - 1, out) : array(s, at, depth - 1, out);
}

/* Stores the value in *out unless `out` is NULL. */
static const char *value(struct scan *s, const char *at, int depth, struct json_value *out)
{
	const char *from = at;
	enum json_kind kind;

	if (!out && s->arena)
		return skip_value(s, at, depth);
	if (++s->values > s->values_max)
		return lex_wrong(s, at, "there are too many values");
	s->escaped = false;
	at = *at == '{' || *at == '[' ? nested(s, at, depth, out, &kind) : lex_scalar(s, at, &kind);
	if (!at || !out)
		return at;
	out->kind = kind;
	out->text = from;
	out->length = (uint32_t)(at - from);
	if (kind == JSON_STRING)
		out->text = plain_text(s, from + 1, (size_t)(at - from) - 2, &out->length);
	return at;
}

bool scan_text(struct scan *s, const char *text, size_t length)
{
	const char *at;

	s->text = text;
	s->end = text + length;
	s->eight_end = length < 8 ? text : s->end - 7;
	s->sixteen_end = length < 16 ? text : s->end - 15;
	s->root = (struct json_value){ 0 };
	s->values = 0;
	s->wrong = NULL;
	if (s->keys && s->keys != asked_for.keys)
		index_keys(s->keys);
	at = value(s, lex_blanks(text), SCAN_DEPTH_MAX, s->arena ? &s->root : NULL);
	if (!at)
		return false;
	at = lex_blanks(at);
	if (at != s->end)
		lex_wrong(s, at, "something follows the value");
	return at == s->end;
}
