/* SPDX-License-Identifier: MIT */
/*
 * scan.c -- each function takes the position where its part begins and returns
 * the position after it, or NULL. The NUL that ends the text is part of no
 * value, so no function checks for the end; inside a string it is a control
 * character.
 */
#include "shared/json/scan.h"

#include "shared/base/utf8.h"
#include "shared/json/unescape.h"

static const char *wrong(struct scan *s, const char *at, const char *what)
{
	s->wrong = what;
	s->at = (size_t)(at - s->text);
	return NULL;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static const char *blanks(const char *at)
{
	if ((unsigned char)*at > ' ') /* the usual case */
		return at;
	while (is_blank(*at))
		at++;
	return at;
}

/* ---- strings ---- */

static bool is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

/* Eight bytes as one little-endian number, on any machine. */
static uint64_t load_eight(const char *at)
{
	const unsigned char *u = (const unsigned char *)at;

	return (uint64_t)u[0] | (uint64_t)u[1] << 8 | (uint64_t)u[2] << 16 | (uint64_t)u[3] << 24 |
	       (uint64_t)u[4] << 32 | (uint64_t)u[5] << 40 | (uint64_t)u[6] << 48 |
	       (uint64_t)u[7] << 56;
}

#define EIGHT(byte) (UINT64_C(0x0101010101010101) * (byte))

/*
 * Sets the top bit of each byte that is not plain: it was set before, or the
 * subtraction went below zero. The borrow may reach higher bytes, so only the
 * lowest of these bits is reliable, which is enough.
 */
static uint64_t not_plain(uint64_t bytes)
{
	uint64_t control = bytes - EIGHT(0x20);
	uint64_t quote = (bytes ^ EIGHT('"')) - EIGHT(1);
	uint64_t backslash = (bytes ^ EIGHT('\\')) - EIGHT(1);

	return (bytes | control | quote | backslash) & EIGHT(0x80);
}

/* Most of a body is inside strings, so take eight bytes at a time. */
static inline const char *plain(const char *at, const char *end)
{
	while (end - at >= 8) {
		uint64_t found = not_plain(load_eight(at));

		if (found)
			return at + __builtin_ctzll(found) / 8;
		at += 8;
	}
	while (is_plain((unsigned char)*at))
		at++;
	return at;
}

static const char *escape(struct scan *s, const char *at)
{
	s->escaped = true;
	if (at[1] && strchr("\"\\/bfnrt", at[1]))
		return at + 2;
	if (at[1] == 'u' && strspn(at + 2, "0123456789abcdefABCDEF") >= 4)
		return at + 6;
	return wrong(s, at, "this escape is unknown");
}

static const char *character(struct scan *s, const char *at)
{
	size_t length;

	if (at == s->end)
		return wrong(s, at, "the text ends within a string");
	if ((unsigned char)*at < 0x20)
		return wrong(s, at, "a control character must be escaped");
	length = utf8_length(at, (size_t)(s->end - at));
	if (length == 0)
		return wrong(s, at, "this is no UTF-8");
	return at + length;
}

/* From its first byte that is not plain to after its closing quote. */
static const char *odd_string(struct scan *s, const char *at)
{
	while (*at != '"') {
		at = *at == '\\' ? escape(s, at) : character(s, at);
		if (!at)
			return NULL;
		at = plain(at, s->end);
	}
	return at + 1;
}

/* From its opening quote to after its closing one. */
static inline const char *string(struct scan *s, const char *at)
{
	at = plain(at + 1, s->end);
	return *at == '"' ? at + 1 : odd_string(s, at);
}

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

/* ---- numbers and words ---- */

static const char *digits(struct scan *s, const char *at)
{
	if (*at < '0' || *at > '9')
		return wrong(s, at, "expected a digit");
	while (*at >= '0' && *at <= '9')
		at++;
	return at;
}

static const char *number(struct scan *s, const char *at)
{
	at += *at == '-';
	at = *at == '0' ? at + 1 : digits(s, at);
	if (at && *at == '.')
		at = digits(s, at + 1);
	if (at && (*at == 'e' || *at == 'E')) {
		at++;
		at = digits(s, *at == '+' || *at == '-' ? at + 1 : at);
	}
	return at;
}

static const char *word(struct scan *s, const char *at, const char *want)
{
	const char *from = at;

	for (; *want; want++, at++)
		if (*at != *want)
			return wrong(s, from, "expected a value");
	return at;
}

/* ---- which keys ---- */

/* Equal for both cases of a letter. */
static unsigned letter_of(const char *key)
{
	return (unsigned char)*key & 31;
}

static void index_keys(struct scan *s)
{
	memset(s->letters, 0, sizeof(s->letters));
	for (unsigned char i = 0; s->keys[i]; i++) {
		unsigned letter = letter_of(s->keys[i]);

		ASSERT(i < SCAN_KEYS_MAX);
		s->lengths[i] = strlen(s->keys[i]);
		if (s->letters[letter].to == 0)
			s->letters[letter].from = i;
		s->letters[letter].to = (unsigned char)(i + 1);
	}
}

/* Ignores case. Some punctuation matches too, which only keeps too much. */
static bool is_same(const char *asked, const char *key, size_t length)
{
	size_t i = 0;

	while (i < length && (asked[i] | 32) == (key[i] | 32))
		i++;
	return i == length;
}

static bool is_asked_for(const struct scan *s, const char *key, size_t length)
{
	unsigned letter = letter_of(key);

	if (s->escaped || !s->keys)
		return true;
	/* The length rules out most keys. */
	for (size_t i = s->letters[letter].from; i < s->letters[letter].to; i++)
		if (s->lengths[i] == length && is_same(s->keys[i], key, length))
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

	at = blanks(at + 1);
	while (*at != ']') {
		at = value(s, at, depth, append(s, out, &last));
		if (!at)
			return NULL;
		at = blanks(at);
		if (*at == ']')
			break;
		if (*at != ',')
			return wrong(s, at, "expected \",\" or \"]\"");
		at = blanks(at + 1);
		if (*at == ']')
			return wrong(s, at, "expected a value");
	}
	return at + 1;
}

static const char *member(
	struct scan *s, const char *at, int depth, struct json_value *in, struct json_value **last)
{
	const char *key = at + 1;
	struct json_value *out = NULL;
	size_t length;

	if (*at != '"')
		return wrong(s, at, "expected a key in double quotes");
	s->escaped = false;
	at = string(s, at);
	if (!at)
		return NULL;
	length = (size_t)(at - key) - 1;
	if (in && is_asked_for(s, key, length)) {
		out = append(s, in, last);
		out->key = plain_text(s, key, length, &out->key_length);
	}
	at = blanks(at);
	if (*at != ':')
		return wrong(s, at, "expected \":\"");
	return value(s, blanks(at + 1), depth, out);
}

static const char *object(struct scan *s, const char *at, int depth, struct json_value *out)
{
	struct json_value *last = NULL;

	at = blanks(at + 1);
	while (*at != '}') {
		at = member(s, at, depth, out, &last);
		if (!at)
			return NULL;
		at = blanks(at);
		if (*at == '}')
			break;
		if (*at != ',')
			return wrong(s, at, "expected \",\" or \"}\"");
		at = blanks(at + 1);
		if (*at == '}')
			return wrong(s, at, "expected a key in double quotes");
	}
	return at + 1;
}

static const char *scalar(struct scan *s, const char *at, enum json_kind *kind)
{
	switch (*at) {
	case '"':
		*kind = JSON_STRING;
		return string(s, at);
	case 't':
		*kind = JSON_BOOL;
		return word(s, at, "true");
	case 'f':
		*kind = JSON_BOOL;
		return word(s, at, "false");
	case 'n':
		*kind = JSON_NULL;
		return word(s, at, "null");
	default:
		*kind = JSON_NUMBER;
		if (*at != '-' && (*at < '0' || *at > '9'))
			return wrong(s, at, "expected a value");
		return number(s, at);
	}
}

/* Arrays and objects may nest `depth` levels deeper. */
static const char *nested(
	struct scan *s, const char *at, int depth, struct json_value *out, enum json_kind *kind)
{
	*kind = *at == '{' ? JSON_OBJECT : JSON_ARRAY;
	if (depth == 0)
		return wrong(s, at, "it is nested too deep");
	return *at == '{' ? object(s, at, depth - 1, out) : array(s, at, depth - 1, out);
}

/* Stores the value in *out unless `out` is NULL. */
static const char *value(struct scan *s, const char *at, int depth, struct json_value *out)
{
	const char *from = at;
	enum json_kind kind;

	if ((out || !s->arena) && ++s->values > s->values_max)
		return wrong(s, at, "there are too many values");
	s->escaped = false;
	at = *at == '{' || *at == '[' ? nested(s, at, depth, out, &kind) : scalar(s, at, &kind);
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
	s->root = (struct json_value){ 0 };
	s->values = 0;
	s->wrong = NULL;
	if (s->keys)
		index_keys(s);
	at = value(s, blanks(text), SCAN_DEPTH_MAX, s->arena ? &s->root : NULL);
	if (!at)
		return false;
	at = blanks(at);
	if (at != s->end)
		wrong(s, at, "something follows the value");
	return at == s->end;
}
