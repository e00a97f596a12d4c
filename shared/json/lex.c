/* SPDX-License-Identifier: MIT */
/* lex.c -- what is rare in a text: errors, escapes, letters beyond ASCII. */
#include "shared/json/lex.h"

#include "shared/base/utf8.h"

const char *lex_wrong(struct scan *s, const char *at, const char *what)
{
	s->wrong = what;
	s->at = (size_t)(at - s->text);
	return NULL;
}

static const char *escape(struct scan *s, const char *at)
{
	s->escaped = true;
	if (at[1] && strchr("\"\\/bfnrt", at[1]))
		return at + 2;
	if (at[1] == 'u' && strspn(at + 2, "0123456789abcdefABCDEF") >= 4)
		return at + 6;
	return lex_wrong(s, at, "this escape is unknown");
}

static const char *character(struct scan *s, const char *at)
{
	size_t length;

	if (at == s->end)
		return lex_wrong(s, at, "the text ends within a string");
	if ((unsigned char)*at < 0x20)
		return lex_wrong(s, at, "a control character must be escaped");
	length = utf8_length(at, (size_t)(s->end - at));
	if (length == 0)
		return lex_wrong(s, at, "this is no UTF-8");
	return at + length;
}

const char *lex_last_plain(const struct scan *s, const char *at)
{
	return lex_plain_by_eight(s, at);
}

const char *lex_odd_string(struct scan *s, const char *at)
{
	while (*at != '"') {
		at = *at == '\\' ? escape(s, at) : character(s, at);
		if (!at)
			return NULL;
		at = lex_plain(s, at);
	}
	return at + 1;
}
