/* SPDX-License-Identifier: MIT */
#include "shared/base/parse.h"

bool parse_i64(const char *text, int64_t min, int64_t max, int64_t *out)
{
	char *end;
	long long number;

	if (strspn(text, "-0123456789") != strlen(text) || !*text)
		return false;
	errno = 0;
	number = strtoll(text, &end, 10);
	if (errno || *end || end == text || number < min || number > max)
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

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
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
