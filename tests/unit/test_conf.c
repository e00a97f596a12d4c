/* SPDX-License-Identifier: MIT */
#include "shared/base/conf.h"

#include "tests/unit/unit.h"

static const char *const variables[] = { "RYOT_CONF", "RYOT_DATABASE", "RYOT_SOCKET",
	"RYOT_BASE_URL", "RYOT_LOG_LEVEL", "RYOT_RETENTION_DAYS", "RYOT_RETENTION_ROWS" };

/* An empty settings file replaces the one of the machine. */
static int setup(void **state)
{
	struct unit *u;
	FILE *file;

	if (unit_setup(state) != 0)
		return -1;
	u = *state;
	for (size_t i = 0; i < NELEM(variables); i++)
		unsetenv(variables[i]);
	snprintf(u->path, sizeof(u->path), "%s/ryot.conf", u->folder);
	file = fopen(u->path, "w");
	return file && fclose(file) == 0 ? setenv("RYOT_CONF", u->path, 1) : -1;
}

static void write_file(struct unit *u, const char *text)
{
	FILE *file = fopen(u->path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

enum { ARGS_MAX = 12 };

/* A command line; conf_load removes its options. */
struct line {
	int argc;
	char *argv[ARGS_MAX + 1];
};

static struct line line_of(struct unit *u, const char *const args[])
{
	struct line l = { .argc = 0 };

	for (; args[l.argc]; l.argc++)
		l.argv[l.argc] = arena_strdup(&u->arena, args[l.argc]);
	return l;
}

static enum err load(struct unit *u, const char *const args[], struct conf *conf, struct line *left)
{
	*left = line_of(u, args);
	return conf_load(&u->cx, &left->argc, left->argv, conf);
}

static const char *const no_args[] = { "ryot", NULL };

static struct conf must_load(struct unit *u, const char *const args[])
{
	struct conf conf;
	struct line left;

	MUST(load(u, args, &conf, &left));
	return conf;
}

static void every_setting_has_a_default(void **state)
{
	struct conf c = must_load(*state, no_args);

	assert_string_equal(c.database, "/var/lib/ryot/ryot.db");
	assert_string_equal(c.socket, "");
	assert_string_equal(c.base_url, "http://localhost:8080");
	assert_string_equal(c.log_level, "info");
	assert_int_equal(c.lock_wait, 5);
	assert_int_equal(c.quota_bodies, 100);
	assert_int_equal(c.quota_integrations, 30);
	assert_int_equal(c.quota_sessions, 1000);
	assert_int_equal(c.quota_tokens, 100);
	assert_int_equal(c.retention_days, 30);
	assert_int_equal(c.retention_rows, 10000);
}

static void the_file_sets_every_setting(void **state)
{
	struct unit *u = *state;
	struct conf c;

	write_file(u, "# a comment\n"
		      "\n"
		      "  \t \n"
		      "database = /srv/media/my ryot.db\n"
		      "\tsocket=/run/ryot.sock   \n"
		      "base-url   =   https://example.org/\n"
		      "log-level = debug\r\n"
		      "quota-bodies = 6\n"
		      "retention-days = 7\n"
		      "  # another = one\n"
		      "retention-rows = 1"); /* no newline at the end */
	c = must_load(u, no_args);
	assert_string_equal(c.database, "/srv/media/my ryot.db");
	assert_string_equal(c.socket, "/run/ryot.sock");
	assert_string_equal(c.base_url, "https://example.org");
	assert_string_equal(c.log_level, "debug");
	assert_int_equal(c.quota_bodies, 6);
	assert_int_equal(c.retention_days, 7);
	assert_int_equal(c.retention_rows, 1);
}

static void the_environment_sets_every_setting(void **state)
{
	struct unit *u = *state;
	struct conf c;

	setenv("RYOT_DATABASE", "/e/ryot.db", 1);
	setenv("RYOT_SOCKET", "/e/sock", 1);
	setenv("RYOT_BASE_URL", "https://e.example/", 1);
	setenv("RYOT_LOG_LEVEL", "warning", 1);
	setenv("RYOT_RETENTION_DAYS", "8", 1);
	setenv("RYOT_RETENTION_ROWS", "9", 1);
	c = must_load(u, no_args);
	assert_string_equal(c.database, "/e/ryot.db");
	assert_string_equal(c.socket, "/e/sock");
	assert_string_equal(c.base_url, "https://e.example");
	assert_string_equal(c.log_level, "warning");
	assert_int_equal(c.retention_days, 8);
	assert_int_equal(c.retention_rows, 9);
}

static void the_command_line_sets_every_setting(void **state)
{
	static const char *const args[] = { "ryot", "--database", "/c/ryot.db", "--socket=/c/sock",
		"--base-url=https://c.example/ryot/", "--log-level", "error", "--retention-days=10",
		"--retention-rows", "11", NULL };
	struct conf c = must_load(*state, args);

	assert_string_equal(c.database, "/c/ryot.db");
	assert_string_equal(c.socket, "/c/sock");
	assert_string_equal(c.base_url, "https://c.example/ryot");
	assert_string_equal(c.log_level, "error");
	assert_int_equal(c.retention_days, 10);
	assert_int_equal(c.retention_rows, 11);
}

static void command_line_overrides_environment_overrides_file(void **state)
{
	struct unit *u = *state;
	static const char *const args[] = { "ryot", "--retention-days", "3", NULL };

	assert_int_equal(must_load(u, no_args).retention_days, 30);
	write_file(u, "retention-days = 1\n");
	assert_int_equal(must_load(u, no_args).retention_days, 1);
	setenv("RYOT_RETENTION_DAYS", "2", 1);
	assert_int_equal(must_load(u, no_args).retention_days, 2);
	assert_int_equal(must_load(u, args).retention_days, 3);
}

static void the_last_of_two_values_counts(void **state)
{
	struct unit *u = *state;
	static const char *const args[] = { "ryot", "--socket=/one", "--socket=/two", NULL };

	write_file(u, "retention-days = 1\nretention-days = 2\n");
	assert_int_equal(must_load(u, args).retention_days, 2);
	assert_string_equal(must_load(u, args).socket, "/two");
}

static void other_arguments_keep_their_order(void **state)
{
	struct unit *u = *state;
	static const char *const args[] = { "ryotctl", "user", "--socket=/s", "add", "--json",
		"--database", "/d", "-x", "--", "--socket=/t", NULL };
	static const char *const want[] = { "ryotctl", "user", "add", "--json", "-x", "--",
		"--socket=/t" };
	struct conf c;
	struct line left;

	MUST(load(u, args, &c, &left));
	is_i64("arguments", "argc", left.argc, NELEM(want));
	for (size_t i = 0; i < NELEM(want); i++)
		is_text("arguments", "argv", left.argv[i], want[i]);
	assert_null(left.argv[left.argc]);
	assert_string_equal(c.socket, "/s");
	assert_string_equal(c.database, "/d");
}

static void an_option_without_a_value_is_a_usage_error(void **state)
{
	struct unit *u = *state;
	static const char *const args[] = { "ryot", "--database", NULL };
	struct conf c;
	struct line left;

	is_err("no value", &u->cx, load(u, args, &c, &left), ERR_USAGE);
	assert_non_null(strstr(u->cx.note, "--database"));
}

static void a_wrong_line_is_reported_with_file_and_line(void **state)
{
	struct unit *u = *state;
	static const struct row {
		const char *text, *where, *what;
	} rows[] = {
		/* clang-format off */
		{ "nonsense\n", ":1:", "key = value" },
		{ "# fine\n\nfile = /x\n", ":3:", "file" },
		{ "socket = /x\ndatabase =\n", ":2:", "database" },
		{ "retention-days = many\n", ":1:", "many" },
		{ "retention-days = 0\n", ":1:", "retention-days" },
		{ "retention-days = -1\n", ":1:", "retention-days" },
		{ "retention-days = 1.5\n", ":1:", "1.5" },
		{ "retention-days = 99999999999999999999\n", ":1:", "retention-days" },
		{ "quota-tokens = 1001\n", ":1:", "at most 1000" },
		{ "quota-sessions = 0\n", ":1:", "quota-sessions" },
		{ "retention-rows =\n", ":1:", "retention-rows" },
		{ "log-level = loud\n", ":1:", "loud" },
		{ "base-url =\n", ":1:", "base-url" },
		{ "base-url = /\n", ":1:", "\"/\"" },
		{ "base-url = ryot.example.org\n", ":1:", "ryot.example" },
		{ "base-url = ftp://ryot\n", ":1:", "https://" },
		{ "base-url = http://\n", ":1:", "base-url" },
		{ "base-url = http://a\xff\n", ":1:", "base-url" },
		{ "= /x\n", ":1:", "" },
		{ "Database = /x\n", ":1:", "Database" },
		/* clang-format on */
	};

	for (const struct row *r = rows; r < rows + NELEM(rows); r++) {
		struct conf c;
		struct line left;

		write_file(u, r->text);
		is_err(r->text, &u->cx, load(u, no_args, &c, &left), ERR_CONF);
		if (!strstr(u->cx.note, u->path) || !strstr(u->cx.note, r->where) ||
			!strstr(u->cx.note, r->what))
			fail_msg("%s: the note is \"%s\"", r->text, u->cx.note);
	}
}

static void a_line_that_is_too_long_is_refused(void **state)
{
	struct unit *u = *state;
	char text[5000] = "database = /";
	struct conf c;
	struct line left;

	memset(text + strlen(text), 'x', sizeof(text) - strlen(text) - 1);
	write_file(u, text);
	is_err("long", &u->cx, load(u, no_args, &c, &left), ERR_CONF);
	assert_non_null(strstr(u->cx.note, ":1:"));
}

static void a_wrong_variable_is_named(void **state)
{
	struct unit *u = *state;
	struct conf c;
	struct line left;

	setenv("RYOT_LOG_LEVEL", "loud", 1);
	is_err("variable", &u->cx, load(u, no_args, &c, &left), ERR_CONF);
	assert_non_null(strstr(u->cx.note, "RYOT_LOG_LEVEL"));
}

static void a_wrong_option_is_an_error(void **state)
{
	struct unit *u = *state;
	static const char *const args[] = { "ryot", "--retention-rows=x", NULL };
	struct conf c;
	struct line left;
	enum err err = load(u, args, &c, &left);

	assert_true(err == ERR_CONF || err == ERR_USAGE);
	assert_non_null(strstr(u->cx.note, "retention-rows"));
}

static void a_named_file_must_exist(void **state)
{
	struct unit *u = *state;
	struct conf c;
	struct line left;

	setenv("RYOT_CONF", "/nowhere/ryot.conf", 1);
	is_err("missing", &u->cx, load(u, no_args, &c, &left), ERR_CONF);
	assert_non_null(strstr(u->cx.note, "/nowhere/ryot.conf"));
}

static void a_folder_is_refused_as_a_settings_file(void **state)
{
	struct unit *u = *state;
	struct conf c;
	struct line left;

	setenv("RYOT_CONF", "/tmp", 1);
	is_err("folder", &u->cx, load(u, no_args, &c, &left), ERR_CONF);
	assert_non_null(strstr(u->cx.note, "/tmp: Is a directory"));
}

static void help_names_every_option(void **state)
{
	static const char *const options[] = { "--database", "--socket", "--base-url",
		"--log-level", "--retention-days", "--retention-rows", "RYOT_DATABASE",
		"RYOT_LOG_LEVEL" };
	char text[8000];
	FILE *file = tmpfile();
	size_t length;

	assert_non_null(file);
	conf_help(file);
	rewind(file);
	length = fread(text, 1, sizeof(text) - 1, file);
	text[length] = '\0';
	fclose(file);
	for (size_t i = 0; i < NELEM(options); i++)
		if (!strstr(text, options[i]))
			fail_msg("%s is missing", options[i]);
}

#define CONF_TEST(f) cmocka_unit_test_setup_teardown(f, setup, unit_teardown)

/* ---- the file that people edit ---- */

static const char *all_of(struct unit *u, FILE *file)
{
	char *text = arena_alloc(&u->arena, 20000);

	rewind(file);
	assert_true(fread(text, 1, 19999, file) > 0);
	fclose(file);
	return text;
}

/* It lists every setting with its default, and sets none. */
static void the_template_has_every_setting(void **state)
{
	struct unit *u = *state;
	FILE *printed = tmpfile();
	struct conf conf;
	struct line left;
	const char *file, *at;

	MUST(load(u, no_args, &conf, &left));
	conf_print(&conf, printed);
	at = all_of(u, printed);
	file = all_of(u, fopen("shared/base/ryot.conf", "re"));
	for (int i = 0; i < CONF_SETTINGS; i++) {
		int length = (int)strcspn(at, "\n");
		bool has_value = at[length - 1] != ' ';
		/* The name of the key file is derived from the database's. */
		bool is_key = strncmp(at, "key-file", 8) == 0;
		const char *line = arena_printf(&u->arena, "\n#%.*s\n",
			is_key      ? 10
			: has_value ? length
				    : length - 1,
			at);

		if (!strstr(file, line))
			fail_msg("ryot.conf has no line \"%s\"", line);
		at = strchr(strchr(at, '\n') + 1, '\n') + 1;
	}
	for (at = file; *at; at += strcspn(at, "\n") + 1)
		if (*at != '#' && *at != '\n')
			fail_msg("a line is no comment: %.40s", at);
}

static void the_output_names_the_origin_of_each_setting(void **state)
{
	struct unit *u = *state;
	static const char *const args[] = { "ryot", "--socket", "/s", NULL };
	FILE *printed = tmpfile();
	struct conf conf;
	struct line left;
	const char *text;

	write_file(u, "# one\nretention-days = 7\n");
	setenv("RYOT_RETENTION_ROWS", "8", 1);
	MUST(load(u, args, &conf, &left));
	conf_print(&conf, printed);
	text = all_of(u, printed);
	assert_non_null(strstr(text, "socket = /s\n# ^ command line\n"));
	assert_non_null(
		strstr(text, arena_printf(&u->arena, "retention-days = 7\n# ^ %s:2\n", u->path)));
	assert_non_null(strstr(text, "retention-rows = 8\n# ^ RYOT_RETENTION_ROWS\n"));
	assert_non_null(strstr(text, "log-level = info\n# ^ default\n"));
	/* The output can be read back. */
	write_file(u, text);
	MUST(load(u, no_args, &conf, &left));
	is_text("again", "socket", conf.socket, "/s");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CONF_TEST(every_setting_has_a_default),
		CONF_TEST(the_file_sets_every_setting),
		CONF_TEST(the_environment_sets_every_setting),
		CONF_TEST(the_command_line_sets_every_setting),
		CONF_TEST(command_line_overrides_environment_overrides_file),
		CONF_TEST(the_last_of_two_values_counts),
		CONF_TEST(other_arguments_keep_their_order),
		CONF_TEST(an_option_without_a_value_is_a_usage_error),
		CONF_TEST(a_wrong_line_is_reported_with_file_and_line),
		CONF_TEST(a_line_that_is_too_long_is_refused),
		CONF_TEST(a_wrong_variable_is_named),
		CONF_TEST(a_wrong_option_is_an_error),
		CONF_TEST(a_named_file_must_exist),
		CONF_TEST(a_folder_is_refused_as_a_settings_file),
		cmocka_unit_test(help_names_every_option),
		cmocka_unit_test_setup_teardown(
			the_template_has_every_setting, setup, unit_teardown),
		cmocka_unit_test_setup_teardown(
			the_output_names_the_origin_of_each_setting, setup, unit_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
