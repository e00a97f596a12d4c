/* SPDX-License-Identifier: MIT */
/* policy.c -- see policy.h. */
#include "shared/progress/policy.h"

#include "shared/base/parse.h"

/* clang-format off */
#define START(name, label) \
	{ name, POLICY_PERCENT, 0, LIMIT_WHOLE - 1, label, NULL, NULL }
#define COMPLETE(name, label, hint) \
	{ name, POLICY_PERCENT, 1, LIMIT_WHOLE - 1, label, hint, NULL }

static const char *const rewatch_words[] = {
	[REWATCH_AUTOMATIC] = "automatic", [REWATCH_NEVER] = "never", NULL };

const struct policy_rule policy_rules[POLICY__COUNT] = {
	[POLICY_MOVIE_START] = START("movie_start_percent", "Films: started above, in per cent"),
	[POLICY_MOVIE_COMPLETE] = COMPLETE("movie_complete_percent",
		"Films: completed above, in per cent",
		"For example 90: a film that was left when the credits began is completed."),
	[POLICY_SHOW_START] = START("show_start_percent", "Episodes: started above, in per cent"),
	[POLICY_SHOW_COMPLETE] = COMPLETE("show_complete_percent",
		"Episodes: completed above, in per cent",
		"For example 80: of an episode of 25 minutes the last five do not count."),
	[POLICY_AUDIOBOOK_START] = START("audiobook_start_percent",
		"Audiobooks: started above, in per cent"),
	[POLICY_AUDIOBOOK_COMPLETE] = COMPLETE("audiobook_complete_percent",
		"Audiobooks: completed above, in per cent",
		"For example 0.5 and 99: ten hours are started after three minutes, and the "
		"last six are part of the book."),
	[POLICY_PODCAST_START] = START("podcast_start_percent",
		"Podcasts: started above, in per cent"),
	[POLICY_PODCAST_COMPLETE] = COMPLETE("podcast_complete_percent",
		"Podcasts: completed above, in per cent",
		"For example 90: who skips the closing advertisement has heard the episode."),
	[POLICY_BOOK_START] = START("book_start_percent", "Books: started above, in per cent"),
	[POLICY_BOOK_COMPLETE] = COMPLETE("book_complete_percent",
		"Books: completed above, in per cent",
		"For example 92: notes and index at the end are not read."),
	[POLICY_MINUTES_LEFT] = { "minutes_left", POLICY_NUMBER, 1, 60,
		"Completed with less than so many minutes left",
		"For example 4: a film of two hours is completed at 1:56:01, and never in "
		"its first half.", NULL },
	[POLICY_REWATCH] = { "rewatch", POLICY_CHOICE, REWATCH_NEVER, REWATCH_NEVER,
		"Watched again",
		"For example never: the children's film that runs every day is in the "
		"history once.", rewatch_words },
	[POLICY_HALF_WATCHED] = { "half_watched", POLICY_SWITCH, 1, 1,
		"Completed only when at least half was really watched",
		"For example a film whose end somebody looked up: it stays in progress, as "
		"seeking is not watching.", NULL },
	[POLICY_CREDITS] = { "credits_percent", POLICY_PERCENT, LIMIT_WHOLE / 2, LIMIT_WHOLE - 1,
		"An episode left above so many per cent is completed when the next one begins",
		"For example 85: episode 1 was left in its credits at 91 %, and is completed "
		"when episode 2 is started.", NULL },
	[POLICY_SNOOZE_UNTIL] = { "snooze_until", POLICY_TIME, 1, INT64_C(253402300799000),
		"Snooze: track nothing until",
		"For example 8h, 3d or 2026-12-24T18:00:00Z, while somebody else watches; what "
		"is reported until then is not kept.", NULL },
};
/* clang-format on */

struct policy policy_none(void)
{
	struct policy policy = { .value = { 0 } };

	for (int i = 0; i < POLICY__COUNT; i++)
		policy.value[i] = UNSAID;
	return policy;
}

static enum policy_name find(const char *name, size_t length)
{
	int i = 0;

	while (i < POLICY__COUNT && (strncmp(policy_rules[i].name, name, length) != 0 ||
					    policy_rules[i].name[length] != '\0'))
		i++;
	return (enum policy_name)i;
}

enum policy_name policy_find(const char *name)
{
	return find(name, strlen(name));
}

const char *policy_text(struct arena *arena, const struct policy *policy)
{
	const char *text = NULL;

	for (int i = 0; i < POLICY__COUNT; i++)
		if (policy->value[i] != UNSAID)
			text = arena_printf(arena, "%s%s%s=%" PRId64, text ? text : "",
				text ? " " : "", policy_rules[i].name, policy->value[i]);
	return text;
}

/* "name=number", of that length. */
static void read_one(const char *text, size_t length, struct policy *out)
{
	const char *equals = memchr(text, '=', length);
	char digits[24];
	size_t count;
	enum policy_name which;

	if (!equals)
		return;
	count = length - (size_t)(equals + 1 - text);
	which = find(text, (size_t)(equals - text));
	if (which == POLICY__COUNT || count >= sizeof(digits))
		return;
	memcpy(digits, equals + 1, count);
	digits[count] = '\0';
	if (!parse_i64(
		    digits, policy_rules[which].min, policy_rules[which].max, &out->value[which]))
		out->value[which] = UNSAID;
}

void policy_read(const char *text, struct policy *out)
{
	*out = policy_none();
	while (*text) {
		size_t length = strcspn(text, " ");

		read_one(text, length, out);
		text += length;
		text += strspn(text, " ");
	}
}

_Static_assert((int)POLICY_BOOK_COMPLETE == 2 * (KIND_BOOK - KIND_MOVIE) + 1,
	"limits are not in the order of the kinds");

bool policy_is_snoozed(const struct policy *policy_or_null, int64_t received_ms)
{
	return policy_or_null && received_ms < policy_or_null->value[POLICY_SNOOZE_UNTIL];
}

enum policy_name policy_of_kind(enum kind kind)
{
	return (enum policy_name)(2 * (kind - KIND_MOVIE));
}

struct limits policy_limits(
	const struct policy *policy_or_null, const struct limits *own, enum kind kind)
{
	struct limits limits = *own;
	const int64_t *value;

	if (!policy_or_null)
		return limits;
	value = policy_or_null->value;
	if (kind != KIND_NONE) {
		const int64_t *of_kind = value + policy_of_kind(kind);

		limits.start = of_kind[0] == UNSAID ? limits.start : (int)of_kind[0];
		limits.complete = of_kind[1] == UNSAID ? limits.complete : (int)of_kind[1];
	}
	if (value[POLICY_MINUTES_LEFT] != UNSAID)
		limits.minutes_left = (int)value[POLICY_MINUTES_LEFT];
	if (value[POLICY_REWATCH] != UNSAID)
		limits.rewatch = (enum rewatch)value[POLICY_REWATCH];
	limits.wants_half = value[POLICY_HALF_WATCHED] != UNSAID;
	return limits;
}
