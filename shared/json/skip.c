/* SPDX-License-Identifier: MIT */
#include "shared/json/skip.h"

#include "shared/json/lex.h"

/* Arrays and objects that are open, from the lowest bit: is it an object? */
struct nest {
	uint64_t objects;
	int open, most;
	bool is_empty; /* the last one that was opened */
};

/* From a key to the value after it. */
static inline const char *skip_key(struct scan *s, const char *at)
{
	if (*at != '"')
		return lex_wrong(s, at, "expected a key in double quotes");
	at = lex_string(s, at);
	if (!at)
		return NULL;
	at = lex_blanks(at);
	if (*at != ':')
		return lex_wrong(s, at, "expected \":\"");
	return lex_blanks(at + 1);
}

/* From its bracket to its first value, or to the closing one. */
LEX_INLINE const char *skip_open(struct scan *s, const char *at, struct nest *n)
{
	bool is_object = *at == '{';

	if (n->open == n->most)
		return lex_wrong(s, at, "it is nested too deep");
	n->open++;
	n->objects = n->objects << 1 | is_object;
	at = lex_blanks(at + 1);
	n->is_empty = *at == (is_object ? '}' : ']');
	return is_object && !n->is_empty ? skip_key(s, at) : at;
}

LEX_INLINE const char *skip_comma(struct scan *s, const char *at, bool is_object)
{
	if (*at != ',')
		return lex_wrong(
			s, at, is_object ? "expected \",\" or \"}\"" : "expected \",\" or \"]\"");
	at = lex_blanks(at + 1);
	if (is_object)
		return skip_key(s, at);
	return *at == ']' ? lex_wrong(s, at, "expected a value") : at;
}

/* From the end of a value to the next one, or to the end of the outermost. */
LEX_INLINE const char *skip_on(struct scan *s, const char *at, struct nest *n)
{
	while (n->open > 0) {
		bool is_object = n->objects & 1;

		at = lex_blanks(at);
		if (*at != (is_object ? '}' : ']'))
			return skip_comma(s, at, is_object);
		at++;
		n->open--;
		n->objects >>= 1;
	}
	return at;
}

const char *skip_value(struct scan *s, const char *at, int depth)
{
	struct nest n = { .most = depth };
	enum json_kind kind;

	do {
		if (*at == '{' || *at == '[') {
			at = skip_open(s, at, &n);
			if (!at || !n.is_empty)
				continue;
		} else {
			at = lex_scalar(s, at, &kind);
		}
		if (at)
			at = skip_on(s, at, &n);
	} while (at && n.open > 0);
	return at;
}
