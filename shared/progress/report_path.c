/* SPDX-License-Identifier: MIT */
/* report_path.c -- the words are those that media servers know. */
#include "shared/progress/report_path.h"

#include "shared/progress/report.h"

static const char *const words[] = { "part", "disc", "disk", "dvd", "cd", "pt" };

static bool is_between(char c)
{
	return c != '\0' && strchr(" _.-", c);
}

static size_t without_extension(const char *path)
{
	const char *name = strrchr(path, '/'), *dot;
	const char *other = strrchr(path, '\\');

	if (!name || (other && other > name))
		name = other;
	dot = strrchr(name ? name : path, '.');
	return dot ? (size_t)(dot - path) : strlen(path);
}

/* "2" and "b" at the end; 0 for none. */
static int number_before(const char *path, size_t *end)
{
	size_t at = *end;
	int number = 0, scale = 1;

	while (at > 0 && path[at - 1] >= '0' && path[at - 1] <= '9' && scale < 1000) {
		number += (path[--at] - '0') * scale;
		scale *= 10;
	}
	if (at == *end && at > 0) {
		char letter = (char)(path[at - 1] | 0x20);

		number = letter >= 'a' && letter <= 'd' ? letter - 'a' + 1 : 0;
		at--;
	}
	*end = at;
	return number;
}

bool path_part(const char *path, struct path_part *out)
{
	size_t end = without_extension(path);

	while (end > 0 && strchr(")]", path[end - 1]))
		end--;
	out->number = number_before(path, &end);
	if (out->number < 1 || out->number > REPORT_FILES_MAX)
		return false;
	while (end > 0 && is_between(path[end - 1]))
		end--;
	for (size_t i = 0; i < NELEM(words); i++) {
		size_t length = strlen(words[i]);

		if (end <= length || strncasecmp(path + end - length, words[i], length) != 0)
			continue;
		end -= length;
		if (!strchr(" _.-([", path[end - 1]) && !strchr(")]}", path[end - 1]))
			return false;
		while (end > 0 && strchr(" _.-([", path[end - 1]))
			end--;
		out->length = end;
		return end > 0;
	}
	return false;
}
