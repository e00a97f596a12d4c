/* SPDX-License-Identifier: MIT */
/*
 * Every body, on a fresh database: every field of expected.json is
 * compared with what was read, decided and stored. One test per file; each
 * reports all differences, not only the first.
 */
#include "tests/basis.h"
#include "tests/contract/contract.h"

/* The result for one file. */
struct server_test {
	struct unit *u;
	const char *folder, *file;
	struct json_object *want; /* the entry of expected.json */
	struct bytes body;
	int64_t bytes; /* of the file; a form wraps the body */
	const struct integration *integration;
	struct message message;
	struct verdict verdict;
	const struct play *plays;
	size_t play_count;
	int differences;
};

/* ---- reporting differences ---- */

PRINTF(3, 4)
static void differs(struct server_test *t, const char *field, const char *format, ...)
{
	char text[600];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	print_error("%s%s: %s: %s\n", t->folder, t->file, field, text);
	t->differences++;
}

static void same_text(struct server_test *t, const char *field, const char *got, const char *want)
{
	if (got && want ? strcmp(got, want) != 0 : got != want)
		differs(t, field, "\"%s\", expected \"%s\"", got ? got : "(null)",
			want ? want : "(null)");
}

static void same_i64(struct server_test *t, const char *field, int64_t got, int64_t want)
{
	if (got != want)
		differs(t, field, "%" PRId64 ", expected %" PRId64, got, want);
}

static int64_t get_number(struct json_object *in, const char *key)
{
	struct json_object *value = get(in, key);

	return value ? json_object_get_int64(value) : UNSAID;
}

static bool is_progress(const struct server_test *t)
{
	return strcmp(get_text(t->want, "action"), "progress") == 0;
}

/* A real viewing whose body does not name the show. */
static bool needs_lookup(const struct server_test *t)
{
	return strcmp(get_text(t->want, "action"), "needs_lookup") == 0;
}

/* The number of items that the file must lead to. */
static int64_t parts_of(const struct server_test *t)
{
	int64_t last = get_number(t->want, "episode_end");

	return last == UNSAID ? 1 : last - get_number(t->want, "episode") + 1;
}

/* In the middle of several episodes: some are completed, and some not begun. */
static bool is_in_between(const struct server_test *t)
{
	return parts_of(t) > 1 && strcmp(get_text(t->want, "state"), "in_progress") == 0;
}

/* ---- one function per field ---- */

static void check_action(struct server_test *t, const char *field)
{
	enum outcome got = reason_outcome(t->verdict.reason);

	if (is_progress(t))
		same_text(t, field, outcome_name(got), "tracked");
	else if (needs_lookup(t))
		same_text(t, field, reason_name(t->verdict.reason), "no-identifier");
	else if (strcmp(get_text(t->want, field), "ignore") != 0)
		differs(t, field, "no such action");
	else if (got != OUTCOME_IGNORED && got != OUTCOME_UNMATCHED)
		differs(t, field, "\"%s\", expected to be ignored", outcome_name(got));
	if (!is_progress(t) || !is_in_between(t))
		same_i64(t, "number of plays", (int64_t)t->play_count,
			is_progress(t) ? parts_of(t) : 0);
}

static bool is_named(struct json_object *names, const char *name)
{
	size_t count = names ? json_object_array_length(names) : 0;

	for (size_t i = 0; i < count; i++)
		if (strcmp(json_object_get_string(json_object_array_get_idx(names, i)), name) == 0)
			return true;
	return false;
}

static void check_reason(struct server_test *t, const char *field)
{
	const char *got = reason_name(t->verdict.reason);
	bool unmatched = t->verdict.reason == REASON_NO_IDENTIFIER ||
			 t->verdict.reason == REASON_INCOMPLETE_EPISODE;

	if (!is_named(get(t->want, "reasons_also_ok"), got))
		same_text(t, field, got, get_text(t->want, field));
	same_text(t, "outcome", outcome_name(reason_outcome(t->verdict.reason)),
		unmatched ? "unmatched" : "ignored");
}

static const struct limits usual_limits = { .start = LIMIT_START, .complete = LIMIT_COMPLETE };

static void check_state(struct server_test *t, const char *field)
{
	const char *want = get_text(t->want, field);
	bool completed = strcmp(want, "completed") == 0;

	if (strcmp(want, "below_minimum") == 0) {
		same_text(t, field, reason_name(t->verdict.reason), "below-minimum");
		return;
	}
	if (is_in_between(t))
		return;
	if (!completed)
		same_text(t, field, "in_progress", want);
	if (!is_progress(t)) {
		same_i64(t, field, rules_completes(&usual_limits, &t->message.report), completed);
		return;
	}
	same_text(t, "reason", reason_name(t->verdict.reason), completed ? "completed" : "started");
	for (size_t i = 0; i < t->play_count; i++) {
		same_i64(t, "is_completed", t->plays[i].state == PLAY_COMPLETED, completed);
		same_i64(t, "touched", t->verdict.touched[i].state == PLAY_COMPLETED, completed);
	}
}

static void check_event(struct server_test *t, const char *field)
{
	same_text(t, field, t->message.event, get_text(t->want, field));
}

static void check_user(struct server_test *t, const char *field)
{
	same_text(t, field, t->message.user, get_text(t->want, field));
}

static void check_media_type(struct server_test *t, const char *field)
{
	const char *want = get_text(t->want, field);

	same_text(t, field, kind_name(t->message.report.kind), want);
	for (size_t i = 0; i < t->play_count; i++)
		same_text(t, "kind of the play", kind_name(t->plays[i].kind), want);
}

static const struct id *first_id(const struct server_test *t)
{
	const struct ids *ids = &t->message.report.ids;

	return ids->count ? &ids->list[0] : NULL;
}

static void check_source(struct server_test *t, const char *field)
{
	const struct id *id = first_id(t);

	same_text(t, field, id ? catalog_name(id->source) : NULL, get_text(t->want, field));
}

static void check_identifier(struct server_test *t, const char *field)
{
	const struct id *id = first_id(t);

	same_text(t, field, id ? id->value : NULL, get_text(t->want, field));
}

static void compare_ids(struct server_test *t, const char *field, const struct ids *got)
{
	struct json_object *want = get(t->want, field);

	same_i64(t, field, (int64_t)got->count, json_object_object_length(want));
	for (size_t i = 0; i < got->count; i++)
		same_text(t, catalog_name(got->list[i].source), got->list[i].value,
			get_text(want, catalog_name(got->list[i].source)));
}

static void check_ids(struct server_test *t, const char *field)
{
	compare_ids(t, field, &t->message.report.ids);
	for (size_t i = 0; i < t->play_count; i++)
		compare_ids(t, field, &t->plays[i].ids);
}

static void check_season(struct server_test *t, const char *field)
{
	int64_t want = get_number(t->want, field);

	same_i64(t, field, t->message.report.season, want);
	for (size_t i = 0; i < t->play_count; i++)
		same_i64(t, "season of the play", t->plays[i].season, want);
}

static void check_episode(struct server_test *t, const char *field)
{
	int64_t want = get_number(t->want, field);

	same_i64(t, field, t->message.report.episode, want);
	if (want == UNSAID)
		return;
	/* The newest play is that of the last part. */
	for (size_t i = 0; i < t->play_count; i++)
		same_i64(t, "episode of the play", t->plays[t->play_count - 1 - i].episode,
			want + (int64_t)i);
}

static void check_episode_end(struct server_test *t, const char *field)
{
	same_i64(t, field, t->message.report.episode_end, get_number(t->want, field));
}

/* null means "not given": from a recording that still grows. */
static void check_progress(struct server_test *t, const char *field)
{
	const struct report *r = &t->message.report;
	struct json_object *want = get(t->want, field);
	int64_t got = r->finished ? SHARE_WHOLE : report_share(r->position, r->duration);

	if (!want)
		return;
	same_i64(t, field, got, share_of(want));
	if (!is_progress(t) || parts_of(t) > 1)
		return;
	for (size_t i = 0; i < t->verdict.count; i++)
		same_i64(t, "share as answered", t->verdict.touched[i].share, share_of(want));
	for (size_t i = 0; i < t->play_count; i++)
		same_i64(t, "share of the play", t->plays[i].share,
			t->plays[i].state == PLAY_COMPLETED ? SHARE_WHOLE : share_of(want));
}

static void check_basis(struct server_test *t, const char *field)
{
	same_text(t, field, basis_name(t->message.report.basis), get_text(t->want, field));
}

static void check_title(struct server_test *t, const char *field)
{
	const char *want = get_text(t->want, field);
	const struct report *r = &t->message.report;

	/* There it is the item's own name, also where nothing is weighed. */
	if (strstr(t->folder, "jellyfin-real/")) {
		if (r->kind != KIND_NONE)
			same_text(t, field, r->kind == KIND_SHOW ? r->part_title : r->title, want);
		return;
	}
	same_text(t, field, r->title, want);
	for (size_t i = 0; i < t->play_count; i++)
		same_text(t, "title of the work", t->plays[i].title, want);
}

static void check_series_name(struct server_test *t, const char *field)
{
	same_text(t, field, t->message.report.title, get_text(t->want, field));
}

static void check_bytes(struct server_test *t, const char *field)
{
	same_i64(t, field, t->bytes, get_number(t->want, field));
}

static void check_foreign_state(struct server_test *t, const char *field)
{
	same_i64(t, field, t->message.note != NULL, json_object_get_boolean(get(t->want, field)));
}

/* Used where the reason is compared. */
static void check_with_reason(struct server_test *t, const char *field)
{
	if (!has(t->want, "reason"))
		differs(t, field, "without a reason");
}

static const struct compared {
	const char *name;
	void (*check)(struct server_test *t, const char *field);
} fields[] = {
	/* clang-format off */
	{ "action",          check_action },
	{ "basis",           check_basis },
	{ "bytes",           check_bytes },
	{ "episode",         check_episode },
	{ "episode_end",     check_episode_end },
	{ "event",           check_event },
	{ "foreign_state",   check_foreign_state },
	{ "identifier",      check_identifier },
	{ "ids",             check_ids },
	{ "media_type",      check_media_type },
	{ "progress",        check_progress },
	{ "reason",          check_reason },
	{ "reasons_also_ok", check_with_reason },
	{ "season",          check_season },
	{ "series_name",     check_series_name },
	{ "source",          check_source },
	{ "state",           check_state },
	{ "title",           check_title },
	{ "user",            check_user },
	/* clang-format on */
};

static const struct uncompared {
	const char *name, *why;
} uncompared[] = {
	/* clang-format off */
	{ "content_type",   "of the HTTP request, not of the body" },
	{ "episode_ids",    "they name no work" },
	{ "format",         "the name of the corpus; we have one sink each" },
	{ "has_thumb",      "it is read past" },
	{ "item_type",      "the sender's word; media_type is ours" },
	{ "policy",         "what narrower rules than ours would conclude" },
	{ "ryot_9c37d60",   "what another program would conclude" },
	{ "save_reason",    "the sender's word; basis is ours" },
	{ "server_version", "we do not read it" },
	{ "tests",          "for people" },
	{ "why",            "for people" },
	/* clang-format on */
};

static void check_field(struct server_test *t, const char *name)
{
	for (size_t i = 0; i < NELEM(fields); i++)
		if (strcmp(fields[i].name, name) == 0) {
			fields[i].check(t, name);
			return;
		}
	for (size_t i = 0; i < NELEM(uncompared); i++)
		if (strcmp(uncompared[i].name, name) == 0)
			return;
	differs(t, name, "a field this test does not know");
}

/* ---- checks for every file ---- */

static void check_delivery(struct server_test *t)
{
	size_t count;
	const struct delivery *row = deliveries_of(t->u, t->integration->id, &count);

	if (count != 1) {
		differs(t, "deliveries", "%zu, expected 1", count);
		return;
	}
	same_i64(t, "delivery", row->id, t->verdict.delivery_id);
	same_text(t, "delivery's reason", reason_name(row->reason), reason_name(t->verdict.reason));
	same_text(t, "delivery's detail", row->detail, t->verdict.detail);
	same_text(t, "delivery's event", row->event, t->message.event);
	same_text(t, "delivery's user", row->sender_user, t->message.user);
	same_i64(t, "delivery's size", row->bytes, (int64_t)t->body.length);
	if (!t->verdict.detail || !*t->verdict.detail)
		differs(t, "detail", "nothing is said");
}

/* The same body once more, a second later. */
static void check_again(struct server_test *t)
{
	struct message m;
	struct verdict v;
	const struct play *plays;
	size_t count;

	t->u->cx.now_ms += 1000;
	v = deliver(t->u, t->integration, t->body, &m);
	if (reason_outcome(v.reason) == OUTCOME_TRACKED)
		differs(t, "again", "\"%s\"", reason_name(v.reason));
	plays = plays_of(t->u, t->integration->user_id, &count);
	same_i64(t, "plays, again", (int64_t)count, (int64_t)t->play_count);
	for (size_t i = 0; i < count && i < t->play_count; i++) {
		same_i64(t, "play, again", plays[i].id, t->plays[i].id);
		same_i64(t, "share, again", plays[i].share, t->plays[i].share);
		same_i64(t, "update, again", plays[i].updated_ms, t->plays[i].updated_ms);
	}
}

/* ---- the tests, generated from the files ---- */

struct source_file {
	const char *provider;
	char folder[200];
	const char *file;
	struct json_object *want;
	struct unit *u;
};

static int setup_file(void **state)
{
	struct source_file *f = *state;
	void *unit = NULL;

	if (unit_setup_store(&unit) != 0)
		return -1;
	f->u = unit;
	return 0;
}

static int teardown_file(void **state)
{
	struct source_file *f = *state;
	void *unit = f->u;

	return unit_teardown(&unit);
}

/* What the file holds for the sink, which may be a field of a form. */
static void read_file(struct server_test *t, const struct sink *sink)
{
	const char *type = get_text(t->want, "content_type");
	char path[400];

	snprintf(path, sizeof(path), "%s%s", t->folder, t->file);
	t->body = read_body(t->u, path);
	t->bytes = (int64_t)t->body.length;
	if (strstr(t->file, ".multipart"))
		is_err(path, &t->u->cx,
			sink_payload(&t->u->cx, sink, type ? type : "", t->body, &t->body), OK);
}

static void test_file(void **state)
{
	const struct source_file *f = *state;
	struct server_test t = { .u = f->u, .folder = f->folder, .file = f->file, .want = f->want };

	read_file(&t, provider_sink(f->provider));
	t.integration = add_integration(t.u, add_user(t.u, "somebody"), f->provider, NULL);
	t.verdict = deliver(t.u, t.integration, t.body, &t.message);
	t.plays = plays_of(t.u, t.integration->user_id, &t.play_count);
	json_object_object_foreach(t.want, name, value)
	{
		(void)value;
		check_field(&t, name);
	}
	if (!has(t.want, "action"))
		differs(&t, "action", "is missing");
	if (!is_progress(&t) && !needs_lookup(&t) && !has(t.want, "reason"))
		differs(&t, "reason", "is missing");
	check_delivery(&t);
	check_again(&t);
	is_sound(t.u);
	is_i64(f->file, "number of differences", t.differences, 0);
}

/* The rule at the top of expected.json must be the one we implement. */
static void test_rule(void **state)
{
	const struct source_file *f = *state;
	struct json_object *rule = get(f->want, "rule");
	struct json_object *ids = get(rule, "id_preference");

	assert_int_equal(json_object_object_length(f->want), 2);
	assert_int_equal(json_object_object_length(rule), 3);
	assert_int_equal(share_of(get(rule, "started_above_percent")), LIMIT_START * 100);
	assert_int_equal(share_of(get(rule, "completed_above_percent")), LIMIT_COMPLETE * 100);
	for (size_t i = 0; i < json_object_array_length(ids); i++)
		assert_string_equal(catalog_name((enum catalog)i),
			json_object_get_string(json_object_array_get_idx(ids, i)));
}

static void test_folder(void **state)
{
	static const char *const others[] = { "README.md", "expected.json", "sequences.json",
		"get-format", "get-format-real", "plex-format", "plex-format-real", "real" };
	const struct source_file *f = *state;
	struct json_object *files = get(f->want, "files");
	DIR *dir = opendir(f->folder);
	struct dirent *entry;
	int bodies = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir))) {
		bool is_other = entry->d_name[0] == '.';

		for (size_t i = 0; i < NELEM(others); i++)
			is_other |= strcmp(entry->d_name, others[i]) == 0;
		if (is_other)
			continue;
		if (!has(files, entry->d_name))
			fail_msg("%s%s: expected.json lacks it", f->folder, entry->d_name);
		bodies++;
	}
	closedir(dir);
	is_i64(f->folder, "bodies", bodies, json_object_object_length(files));
}

enum { TESTS_MAX = 1000 };
static struct CMUnitTest tests[TESTS_MAX];
static struct source_file sources[TESTS_MAX];
static size_t test_count;
static struct json_object *roots[32]; /* one per folder */
static size_t root_count;

/* The folder is of the provider, or one inside of it. */
static void add_test(const char *name, const char *provider, const char *folder,
	struct json_object *want, CMUnitTestFunction test)
{
	struct source_file *f = &sources[test_count];

	ASSERT(test_count < TESTS_MAX);
	f->provider = provider;
	f->file = name;
	f->want = want;
	snprintf(f->folder, sizeof(f->folder), FIXTURES "%s/", folder);
	tests[test_count++] =
		(struct CMUnitTest){ .name = name, .test_func = test, .initial_state = f };
}

static bool add_folder(const char *provider, const char *folder)
{
	char path[400];
	struct json_object *root;

	ASSERT(root_count < NELEM(roots));
	snprintf(path, sizeof(path), FIXTURES "%s/expected.json", folder);
	if (strchr(folder, '/') && access(path, F_OK) != 0)
		return true;
	root = read_expectations(path);
	if (!root)
		return false;
	roots[root_count++] = root;
	add_test("the rule is ours", provider, folder, root, test_rule);
	add_test("the folder holds what is expected", provider, folder, root, test_folder);
	json_object_object_foreach(get(root, "files"), name, want)
	{
		add_test(name, provider, folder, want, test_file);
		tests[test_count - 1].setup_func = setup_file;
		tests[test_count - 1].teardown_func = teardown_file;
	}
	return true;
}

/* The provider's own, and those inside of it that are there. */
static bool add_folders(const char *provider)
{
	static const char *const inner[] = { "", "/plex-format", "/real" };
	bool is_complete = true;

	for (size_t i = 0; i < NELEM(inner); i++) {
		char folder[100];

		snprintf(folder, sizeof(folder), "%s%s", provider, inner[i]);
		is_complete = add_folder(provider, folder) && is_complete;
	}
	return is_complete;
}

int main(void)
{
	bool is_complete = true;
	int failed = 1;

	/* Tests every provider that sends. */
	for (size_t i = 0; i < provider_count; i++)
		if (providers[i]->sink)
			is_complete = add_folders(providers[i]->name) && is_complete;
	/* And what running servers sent. */
	is_complete = add_folder("jellyfin", "jellyfin-real/default") && is_complete;
	if (is_complete)
		failed = _cmocka_run_group_tests(
			"fixtures", tests, test_count, people_group_setup, NULL);
	for (size_t i = 0; i < root_count; i++)
		json_object_put(roots[i]);
	return failed;
}
