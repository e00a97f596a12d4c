/* SPDX-License-Identifier: MIT */
/* Numbers and times in words. */
#include "cgi/web/words.h"
#include "shared/base/zone.h"
#include "shared/progress/rules.h"

#include "tests/unit/unit.h"

#define MINUTE INT64_C(60000)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

struct row {
	int64_t number;
	const char *said;
};

typedef const char *say_fn(struct cx *cx, int64_t number);

static void says(struct unit *u, say_fn *say, const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		is_text(rows[i].said, "said", say(&u->cx, rows[i].number), rows[i].said);
}

static void hours(void **state)
{
	static const struct row rows[] = {
		{ 0, "0 min" },
		{ 59 * MINUTE, "59 min" },
		{ HOUR, "1 h" },
		{ 200 * MINUTE, "3 h 20 min" },
		{ 100 * HOUR + MINUTE, "100 h" },
	};

	says(*state, words_hours, rows, NELEM(rows));
}

static void bytes(void **state)
{
	static const struct row rows[] = {
		{ 0, "0 bytes" },
		{ 1, "1 byte" },
		{ 999, "999 bytes" },
		{ 1000, "1 kB" },
		{ 17499, "17 kB" },
		{ 999499, "999 kB" },
		{ 999500, "1.0 MB" },
		{ 2097152, "2.1 MB" },
	};

	says(*state, words_bytes, rows, NELEM(rows));
}

static void a_percentage(void **state)
{
	static const struct row rows[] = {
		{ 0, "0%" },
		{ SHARE_WHOLE / 1000 * 345, "34%" },
		{ SHARE_WHOLE - 1, "99%" },
		{ SHARE_WHOLE, "100%" },
	};

	says(*state, words_percent, rows, NELEM(rows));
}

/* Now is 2026-10-18 19:00 in UTC, a Sunday. */
static void times_in_words(void **state)
{
	struct unit *u = *state;
	static const struct row rows[] = {
		{ 0, "just now" },
		{ MINUTE - 1, "just now" },
		{ 1 - MINUTE, "just now" },
		{ MINUTE, "1 minute ago" },
		{ 59 * MINUTE, "59 minutes ago" },
		{ HOUR, "today 18:00" },
		{ 19 * HOUR, "today 00:00" },
		{ 19 * HOUR + 1, "yesterday 23:59" },
		{ 43 * HOUR, "yesterday 00:00" },
		{ 43 * HOUR + 1, "16 Oct" },
		{ 290 * DAY, "1 Jan" },
		{ 291 * DAY, "31 Dec 2025" },
		{ -HOUR, "today 20:00" },
		{ -DAY, "19 Oct" },
	};

	zone_use("UTC");
	for (size_t i = 0; i < NELEM(rows); i++)
		is_text(rows[i].said, "said", words_when(&u->cx, UNIT_NOW - rows[i].number),
			rows[i].said);
}

static void days_are_those_of_the_zone(void **state)
{
	struct unit *u = *state;

	zone_use("Asia/Tokyo"); /* there it is 04:00 of the 19th */
	is_text("Tokyo", "said", words_when(&u->cx, UNIT_NOW - 4 * HOUR), "today 00:00");
	is_text("Tokyo", "said", words_when(&u->cx, UNIT_NOW - 5 * HOUR), "yesterday 23:00");
	is_text("Tokyo", "moment", words_moment(&u->cx, UNIT_NOW), "19 Oct 2026 04:00");
	is_text("Tokyo", "day", words_day(&u->cx, zone_day(UNIT_NOW)), "Monday, 19 October 2026");
	zone_use(NULL);
	is_text("UTC", "day", words_day(&u->cx, zone_day(UNIT_NOW)), "Sunday, 18 October 2026");
}

static void a_part_of_a_show(void **state)
{
	struct unit *u = *state;
	static const struct part {
		int season, episode;
		const char *said;
	} rows[] = {
		{ 2, 5, "S2 E5" },
		{ 0, 3, "Special 3" },
		{ -1, 7, "Episode 7" },
		{ 1, -1, "" },
		{ -1, -1, "" },
	};

	for (size_t i = 0; i < NELEM(rows); i++)
		is_text(rows[i].said, "said", words_part(&u->cx, rows[i].season, rows[i].episode),
			rows[i].said);
}

static void a_long_text_is_truncated_between_characters(void **state)
{
	struct unit *u = *state;

	is_text("short", "said", words_clip(&u->cx, "abc", 3), "abc");
	is_text("long", "said", words_clip(&u->cx, "abcd", 3), "abc\xe2\x80\xa6");
	is_text("euro", "said", words_clip(&u->cx, "a\xe2\x82\xac", 3), "a\xe2\x80\xa6");
	is_text("euro", "said", words_clip(&u->cx, "\xe2\x82\xac!", 2), "\xe2\x80\xa6");
}

static void a_note_becomes_a_sentence(void **state)
{
	struct unit *u = *state;

	is_text("note", "said", words_sentence(&u->cx, "it is so"), "It is so.");
	is_text("whole", "said", words_sentence(&u->cx, "It is."), "It is.");
	is_text("name", "said", words_sentence(&u->cx, "\"x\" is"), "\"x\" is.");
	is_text("empty", "said", words_sentence(&u->cx, ""), ".");
}

static void words_for_providers(void **state)
{
	is_text("jellyfin", "title", words_provider("jellyfin"), "Jellyfin");
	is_text("audiobookshelf", "title", words_provider("audiobookshelf"), "Audiobookshelf");
	is_text("none", "title", words_provider(NULL), "manual entry");
	is_text("unknown", "title", words_provider("none"), "none");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(hours),
		UNIT_TEST(bytes),
		UNIT_TEST(a_percentage),
		UNIT_TEST(times_in_words),
		UNIT_TEST(days_are_those_of_the_zone),
		UNIT_TEST(a_part_of_a_show),
		UNIT_TEST(a_long_text_is_truncated_between_characters),
		UNIT_TEST(a_note_becomes_a_sentence),
		cmocka_unit_test(words_for_providers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
