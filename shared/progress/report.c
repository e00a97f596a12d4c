/* SPDX-License-Identifier: MIT */
/* report.c -- the names and the arithmetic of reports; see report.h. */
#include "shared/progress/report.h"

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
	[CATALOG_TMDB] = "tmdb",
	[CATALOG_TVDB] = "tvdb",
	[CATALOG_IMDB] = "imdb",
	[CATALOG_AUDIBLE] = "audible",
	[CATALOG_ISBN] = "isbn",
	[CATALOG_ITUNES] = "itunes",
	[CATALOG_LOCAL] = "local",
};
_Static_assert(NELEM(sources) == CATALOG__COUNT, "a source without a name");

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

const char *catalog_name(enum catalog s)
{
	return sources[s];
}

bool catalog_is_screen(enum catalog s)
{
	return s == CATALOG_TMDB || s == CATALOG_TVDB || s == CATALOG_IMDB;
}

bool catalog_parse(const char *name, enum catalog *out)
{
	for (size_t i = 0; i < NELEM(sources); i++) {
		if (strcasecmp(sources[i], name) != 0)
			continue;
		*out = (enum catalog)i;
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

/* ASIN: ten letters or digits, whatever their case. */
static bool asin_copy(const char *from, char *to)
{
	for (size_t i = 0; i < 10; i++) {
		char c = from[i];

		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if ((c < '0' || c > '9') && (c < 'A' || c > 'Z'))
			return false;
		to[i] = c;
	}
	to[10] = '\0';
	return from[10] == '\0';
}

/* Digits only, X last at most; the number of them, or 0 for anything else. */
static size_t isbn_digits(const char *from, int digits[13])
{
	size_t n = 0;

	for (; *from; from++) {
		if (*from == '-' || *from == ' ')
			continue;
		if (n == 13)
			return 0;
		if (*from >= '0' && *from <= '9')
			digits[n++] = *from - '0';
		else if ((*from == 'X' || *from == 'x') && n == 9)
			digits[n++] = 10;
		else
			return 0;
	}
	return n;
}

static int isbn13_check(const int *digits)
{
	int sum = 0;

	for (int i = 0; i < 12; i++)
		sum += digits[i] * (i % 2 ? 3 : 1);
	return (10 - sum % 10) % 10;
}

/* ISBN-10 becomes 978 and its first nine digits. */
static bool isbn_copy(const char *from, char *to)
{
	int digits[13];
	size_t n = isbn_digits(from, digits);

	if (n == 10) {
		int sum = 0;

		for (int i = 0; i < 10; i++)
			sum += digits[i] * (10 - i);
		if (sum % 11 != 0)
			return false;
		memmove(digits + 3, digits, 9 * sizeof(digits[0]));
		memcpy(digits, (const int[]){ 9, 7, 8 }, 3 * sizeof(int));
		digits[12] = isbn13_check(digits);
	} else if (n != 13 || digits[9] == 10 || digits[12] != isbn13_check(digits)) {
		return false;
	}
	for (int i = 0; i < 13; i++)
		to[i] = (char)('0' + digits[i]);
	to[13] = '\0';
	return true;
}

static bool local_copy(const char *from, char *to)
{
	size_t length = strlen(from);

	if (length == 0 || length >= ID_TEXT)
		return false;
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)from[i] <= ' ' || from[i] == 0x7f)
			return false;
	memcpy(to, from, length + 1);
	return true;
}

static bool normalise(enum catalog source, const char *from, char *to)
{
	switch (source) {
	case CATALOG_TMDB:
	case CATALOG_TVDB:
		return digits_copy(from, 10, to);
	case CATALOG_IMDB:
		return imdb_copy(from, to);
	case CATALOG_AUDIBLE:
		return asin_copy(from, to);
	case CATALOG_ISBN:
		return isbn_copy(from, to);
	case CATALOG_ITUNES:
		return digits_copy(from, 20, to);
	case CATALOG_LOCAL:
		return local_copy(from, to);
	case CATALOG__COUNT:
		break;
	}
	return false;
}

bool ids_add(struct ids *ids, enum catalog source, const char *value)
{
	struct id id = { .source = source };
	size_t at = 0;

	if (!normalise(source, value, id.value))
		return false;
	while (at < ids->count && ids->list[at].source < source)
		at++;
	if (at < ids->count && ids->list[at].source == source)
		return false;
	memmove(&ids->list[at + 1], &ids->list[at], (ids->count - at) * sizeof(ids->list[0]));
	ids->list[at] = id;
	ids->count++;
	return true;
}

void message_init(struct message *m)
{
	*m = (struct message){
		.reason = REASON_NONE,
		.report = {
			.year = UNSAID,
			.season = UNSAID,
			.episode = UNSAID,
			.episode_end = UNSAID,
			.position = UNSAID,
			.duration = UNSAID,
			.at_ms = UNSAID,
		},
	};
}

int report_parts(const struct report *r)
{
	if (r->kind != KIND_SHOW || r->episode_end <= r->episode)
		return 1;
	return r->episode_end - r->episode + 1;
}

void report_part(const struct report *whole, int index, bool finished, struct report *part)
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
