/* SPDX-License-Identifier: MIT */
#include "shared/base/parse.h"

enum { SHORT = 18 }; /* digits */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool parse_short_i64(const char *text, size_t length, int64_t *out)
{
	bool is_negative = length > 0 && *text == '-';
	int64_t number = 0;
	size_t i = is_negative;

	if (length > SHORT || i == length)
		return false;
	for (; i < length; i++) {
		if (!is_digit(text[i]))
			return false;
		number = number * 10 + (text[i] - '0');
	}
	*out = is_negative ? -number : number;
	return true;
}

static bool parse_long_i64(const char *text, int64_t *out)
{
	char *end;

	if (strspn(text, "-0123456789") != strlen(text))
		return false;
	errno = 0;
	*out = strtoll(text, &end, 10);
	return !errno && !*end && end != text;
}

bool parse_i64(const char *text, int64_t min, int64_t max, int64_t *out)
{
	int64_t number;

	if (!parse_short_i64(text, strlen(text), &number) && !parse_long_i64(text, &number))
		return false;
	if (number < min || number > max)
		return false;
	*out = number;
	return true;
}

bool parse_is_uuid(const char *text)
{
	static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

	for (size_t i = 0; i < sizeof(form) - 1; i++) {
		if (form[i] == '-' && text[i] != '-')
			return false;
		if (form[i] == 'x' && (!text[i] || !strchr("0123456789abcdefABCDEF", text[i])))
			return false;
	}
	return text[sizeof(form) - 1] == '\0';
}

bool parse_hundredths(const char *text, int *out)
{
	int value = 0, decimals = 0;

	if (!is_digit(*text))
		return false;
	for (; is_digit(*text) && value <= 100; text++)
		value = value * 10 + (*text - '0');
	if (*text == '.' || *text == ',') {
		if (!is_digit(*++text))
			return false;
		for (; is_digit(*text) && decimals < 2; decimals++, text++)
			value = value * 10 + (*text - '0');
	}
	for (; decimals < 2; decimals++)
		value *= 10;
	if (*text || value > 100 * 100)
		return false;
	*out = value;
	return true;
}
