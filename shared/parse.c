/* SPDX-License-Identifier: MIT */
#include "shared/parse.h"

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
