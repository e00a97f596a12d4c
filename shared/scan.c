/* SPDX-License-Identifier: MIT */
/*
 * scan.c -- see scan.h. A function takes the place where its part begins and
 * returns the one behind it, or NULL. The NUL behind the text is part of no
 * value, so nobody has to ask for the end; inside a string it is a control
 * character.
 */
#include "shared/scan.h"

#include "shared/utf8.h"

static const char *wrong(struct scan *s, const char *at, const char *what)
{
	s->wrong = what;
	s->at = (size_t)(at - s->text);
	return NULL;
}

/* Copies, unless it stands in what is left out. */
static void keep(struct scan *s, const char *from, size_t length)
{
	if (s->out)
		buf_add(s->out, from, length);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static const char *blanks(const char *at)
{
	if ((unsigned char)*at > ' ') /* as nearly everywhere */
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

/* Eight octets as one number, the first one lowest, on any machine. */
static uint64_t load_eight(const char *at)
{
	const unsigned char *u = (const unsigned char *)at;

	return (uint64_t)u[0] | (uint64_t)u[1] << 8 | (uint64_t)u[2] << 16 |
	       (uint64_t)u[3] << 24 | (uint64_t)u[4] << 32 |
	       (uint64_t)u[5] << 40 | (uint64_t)u[6] << 48 |
	       (uint64_t)u[7] << 56;
}

#define EIGHT(octet) (UINT64_C(0x0101010101010101) * (octet))

/*
 * The top bit of an octet that is not plain is set in the result: it was set
 * before, or taking away has gone below zero. That may carry into the octets
 * above, so only the lowest such bit is the truth, and it is all we need.
 */
static uint64_t not_plain(uint64_t octets)
{
	uint64_t control = octets - EIGHT(0x20);
	uint64_t quote = (octets ^ EIGHT('"')) - EIGHT(1);
	uint64_t backslash = (octets ^ EIGHT('\\')) - EIGHT(1);

	return (octets | control | quote | backslash) & EIGHT(0x80);
}

/* Most of a body is the inside of strings: eight octets at a time. */
static const char *plain(const char *at, const char *end)
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

/* From its opening quote to behind its closing one. */
static const char *string(struct scan *s, const char *at)
{
	at = plain(at + 1, s->end);
	while (*at != '"') {
		at = *at == '\\' ? escape(s, at) : character(s, at);
		if (!at)
			return NULL;
		at = plain(at, s->end);
	}
	return at + 1;
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
	size_t length = strlen(want);

	if (strncmp(at, want, length) != 0)
		return wrong(s, at, "expected a value");
	return at + length;
}

/* ---- which keys ---- */

/* The same for both cases of a letter. */
static unsigned letter_of(const char *key)
{
	return (unsigned char)*key & 31;
}

static void index_keys(struct scan *s)
{
	memset(s->first, 0, sizeof(s->first));
	for (const char *const *k = s->keys; *k; k++)
		if (!s->first[letter_of(*k)])
			s->first[letter_of(*k)] = k;
}

/* In any case of letters; some signs pass for others, which keeps too much. */
static bool is_same(const char *asked, const char *key, size_t length)
{
	size_t i = 0;

	while (i < length && asked[i] && (asked[i] | 32) == (key[i] | 32))
		i++;
	return i == length && !asked[i];
}

static bool is_asked_for(const struct scan *s, const char *key, size_t length)
{
	const char *const *k = s->first[letter_of(key)];

	for (; k && *k && letter_of(*k) == letter_of(key); k++)
		if (is_same(*k, key, length))
			return true;
	return memchr(key, '\\', length) != NULL;
}

/* ---- arrays and objects ---- */

static const char *value(struct scan *s, const char *at, int depth);

static const char *array(struct scan *s, const char *at, int depth)
{
	keep(s, "[", 1);
	at = blanks(at + 1);
	while (*at != ']') {
		at = value(s, at, depth);
		if (!at)
			return NULL;
		at = blanks(at);
		if (*at == ']')
			break;
		if (*at != ',')
			return wrong(s, at, "expected \",\" or \"]\"");
		keep(s, ",", 1);
		at = blanks(at + 1);
		if (*at == ']')
			return wrong(s, at, "expected a value");
	}
	keep(s, "]", 1);
	return at + 1;
}

/* The key, as it goes into the copy: behind a comma unless it is the first. */
static void keep_key(struct scan *s, const char *key, const char *behind)
{
	if (s->out->text[s->out->length - 1] != '{')
		keep(s, ",", 1);
	keep(s, key, (size_t)(behind - key));
	keep(s, ":", 1);
}

static const char *member(struct scan *s, const char *at, int depth)
{
	struct buf *out = s->out;
	const char *key = at;

	if (*at != '"')
		return wrong(s, at, "expected a key in double quotes");
	at = string(s, at);
	if (!at)
		return NULL;
	if (out && is_asked_for(s, key + 1, (size_t)(at - key) - 2))
		keep_key(s, key, at);
	else
		s->out = NULL;
	at = blanks(at);
	if (*at != ':')
		return wrong(s, at, "expected \":\"");
	at = value(s, blanks(at + 1), depth);
	s->out = out;
	return at;
}

static const char *object(struct scan *s, const char *at, int depth)
{
	keep(s, "{", 1);
	at = blanks(at + 1);
	while (*at != '}') {
		at = member(s, at, depth);
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
	keep(s, "}", 1);
	return at + 1;
}

static const char *scalar(struct scan *s, const char *at)
{
	switch (*at) {
	case '"':
		return string(s, at);
	case 't':
		return word(s, at, "true");
	case 'f':
		return word(s, at, "false");
	case 'n':
		return word(s, at, "null");
	default:
		if (*at != '-' && (*at < '0' || *at > '9'))
			return wrong(s, at, "expected a value");
		return number(s, at);
	}
}

/* `depth` arrays and objects may still begin. */
static const char *value(struct scan *s, const char *at, int depth)
{
	const char *from = at;

	if ((s->out || !s->keys) && ++s->values > s->values_max)
		return wrong(s, at, "there are too many values");
	if (*at == '{' || *at == '[') {
		if (depth == 0)
			return wrong(s, at, "it is nested too deep");
		return *at == '{' ? object(s, at, depth - 1)
				  : array(s, at, depth - 1);
	}
	at = scalar(s, at);
	if (at)
		keep(s, from, (size_t)(at - from));
	return at;
}

bool scan_text(struct scan *s, const char *text, size_t length)
{
	struct buf *out = s->out;
	const char *at;

	s->text = text;
	s->end = text + length;
	s->values = 0;
	s->wrong = NULL;
	if (out)
		index_keys(s);
	at = value(s, blanks(text), SCAN_DEPTH_MAX);
	s->out = out;
	if (!at)
		return false;
	at = blanks(at);
	if (at != s->end)
		wrong(s, at, "something follows the value");
	return at == s->end;
}
