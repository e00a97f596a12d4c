/* SPDX-License-Identifier: MIT */
/* report.c -- the names and the arithmetic of reports; see report.h. */
#include "shared/report.h"

static const char *const kinds[] = {
	[KIND_NONE] = "none",
	[KIND_MOVIE] = "movie",
	[KIND_SHOW] = "show",
	[KIND_AUDIOBOOK] = "audiobook",
	[KIND_PODCAST] = "podcast",
	[KIND_BOOK] = "book",
};
_Static_assert(NELEM(kinds) == KIND__COUNT, "a kind without a name");

static const char *const sources[] = {
	[SOURCE_TMDB] = "tmdb",
	[SOURCE_TVDB] = "tvdb",
	[SOURCE_IMDB] = "imdb",
};
_Static_assert(NELEM(sources) == SOURCE__COUNT, "a source without a name");

static const char *const bases[] = {
	[BASIS_NONE] = "none",
	[BASIS_SESSION_POSITION] = "session_position",
	[BASIS_USERDATA_POSITION] = "userdata_position",
	[BASIS_USERDATA_PLAYED] = "userdata_played",
	[BASIS_EXPLICIT_MARK] = "explicit_mark",
	[BASIS_EVENT_SAYS_COMPLETED] = "event_says_completed",
	[BASIS_REPORTED_PERCENT] = "reported_percent",
};
_Static_assert(NELEM(bases) == BASIS__COUNT, "a basis without a name");

const char *kind_name(enum kind k)
{
	return kinds[k];
}

bool kind_parse(const char *name, enum kind *out)
{
	for (size_t i = KIND_MOVIE; i < NELEM(kinds); i++) {
		if (strcmp(kinds[i], name) != 0)
			continue;
		*out = (enum kind)i;
		return true;
	}
	return false;
}

const char *source_name(enum source s)
{
	return sources[s];
}

bool source_parse(const char *name, enum source *out)
{
	for (size_t i = 0; i < NELEM(sources); i++) {
		if (strcasecmp(sources[i], name) != 0)
			continue;
		*out = (enum source)i;
		return true;
	}
	return false;
}

const char *basis_name(enum basis b)
{
	return bases[b];
}

/* Copies 1 to `most` digits, the whole string, without leading zeros. */
static bool digits_copy(const char *from, size_t most, char *to)
{
	size_t n;

	from += strspn(from, "0");
	n = strspn(from, "0123456789");
	if (n == 0 || n > most || from[n])
		return false;
	memcpy(to, from, n + 1);
	return true;
}

/* IMDb pads its numbers to seven digits; those zeros are part of the id. */
static bool imdb_copy(const char *from, char *to)
{
	size_t n;

	if (strncasecmp(from, "tt", 2) != 0)
		return false;
	n = strspn(from + 2, "0123456789");
	if (n < 7 || n > 10 || from[2 + n] || strspn(from + 2, "0") == n)
		return false;
	memcpy(to, "tt", 2);
	memcpy(to + 2, from + 2, n + 1);
	return true;
}

bool ids_add(struct ids *ids, enum source source, const char *value)
{
	struct id id = { .source = source };
	size_t at = 0;
	bool good = source == SOURCE_IMDB ? imdb_copy(value, id.value)
					  : digits_copy(value, 10, id.value);

	if (!good)
		return false;
	while (at < ids->count && ids->list[at].source < source)
		at++;
	if (at < ids->count && ids->list[at].source == source)
		return false;
	memmove(&ids->list[at + 1], &ids->list[at],
		(ids->count - at) * sizeof(ids->list[0]));
	ids->list[at] = id;
	ids->count++;
	return true;
}

int report_parts(const struct report *r)
{
	if (r->kind != KIND_SHOW || r->episode_end <= r->episode)
		return 1;
	return r->episode_end - r->episode + 1;
}

void report_part(const struct report *whole, int index, bool finished,
	struct report *part)
{
	int parts = report_parts(whole);

	*part = *whole;
	if (parts == 1)
		return;
	part->episode += index;
	part->episode_end = UNSAID;
	part->finished = finished;
	part->duration = UNSAID;
	part->position = UNSAID;
	if (whole->duration <= 0)
		return;
	part->duration = whole->duration / parts;
	if (whole->position < 0)
		return;
	part->position = whole->position - part->duration * index;
	if (part->position < 0)
		part->position = 0;
	if (part->position < part->duration)
		return;
	part->position = part->duration;
	part->passed = !finished;
}

int64_t report_share(int64_t position, int64_t duration)
{
	if (position < 0 || duration <= 0)
		return UNSAID;
	if (position >= duration)
		return SHARE_WHOLE;
	/* Beyond 2^42 the last bits cannot show in six digits. */
	while (duration > (INT64_C(1) << 42)) {
		duration >>= 1;
		position >>= 1;
	}
	return (position * SHARE_WHOLE * 2 + duration) / (duration * 2);
}
