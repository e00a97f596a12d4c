/* SPDX-License-Identifier: MIT */
/* conf.c -- the table of settings, and the four places they come from. */
#include "shared/base/conf.h"

#include "shared/base/parse.h"
#include "shared/base/url.h"

static const char default_file[] = "/etc/ryot/ryot.conf";

/* FEW: a COUNT of what one page or answer lists. */
enum type { TEXT, PATH, URL, COUNT, FEW, LEVEL };

enum { COUNT_MAX = 1000000000, FEW_MAX = 1000 };

/* In the order of --help. */
static const struct setting {
	const char *key; /* in the file; --key on the command line */
	const char *environment;
	enum type type;
	size_t offset;
	const char *preset;
	const char *value; /* its name in --help */
	const char *help;
} settings[] = {
	/* clang-format off */
	{ "database", "RYOT_DATABASE", PATH,
		offsetof(struct conf, database), "/var/lib/ryot/ryot.db", "FILE",
		"the SQLite file; made when it is not there" },
	{ "key-file", "RYOT_KEY_FILE", TEXT,
		offsetof(struct conf, key_file), "", "FILE",
		"encrypts keys of other servers; none: DATABASE.key" },
	{ "socket", "RYOT_SOCKET", TEXT, offsetof(struct conf, socket), "", "PATH",
		"the FastCGI socket to listen on; none: the one handed over" },
	{ "base-url", "RYOT_BASE_URL", URL,
		offsetof(struct conf, base_url), "http://localhost:8080", "URL",
		"the address people and players use for this instance" },
	{ "log-level", "RYOT_LOG_LEVEL", LEVEL,
		offsetof(struct conf, log_level), "info", "LEVEL",
		"error, warning, info or debug" },
	{ "lock-wait", "RYOT_LOCK_WAIT", COUNT,
		offsetof(struct conf, lock_wait), "5", "SECONDS",
		"how long to wait while another process writes" },
	{ "quota-bodies", "RYOT_QUOTA_BODIES", COUNT,
		offsetof(struct conf, quota_bodies), "100", "MB",
		"MB of bodies that an integration keeps; the oldest go" },
	{ "quota-integrations", "RYOT_QUOTA_INTEGRATIONS", FEW,
		offsetof(struct conf, quota_integrations), "30", "ROWS",
		"how many integrations a person can have, at most 1000" },
	{ "quota-sessions", "RYOT_QUOTA_SESSIONS", FEW,
		offsetof(struct conf, quota_sessions), "1000", "ROWS",
		"in how many browsers a person is signed in, at most 1000" },
	{ "quota-tokens", "RYOT_QUOTA_TOKENS", FEW,
		offsetof(struct conf, quota_tokens), "100", "ROWS",
		"how many valid tokens a person can have, at most 1000" },
	{ "retention-days", "RYOT_RETENTION_DAYS", COUNT,
		offsetof(struct conf, retention_days), "30", "DAYS",
		"how long deliveries are kept" },
	{ "retention-rows", "RYOT_RETENTION_ROWS", COUNT,
		offsetof(struct conf, retention_rows), "10000", "ROWS",
		"how many deliveries an integration keeps" },
	{ "yank-socket", "RYOT_YANK_SOCKET", TEXT,
		offsetof(struct conf, yank_socket), "/run/ryot/yank.sock", "PATH",
		"where ryot-yank is woken; none: it waits for cron" },
	/* clang-format on */
};

_Static_assert(NELEM(settings) == CONF_SETTINGS, "conf.h counts them");

static bool is_level(const char *text)
{
	static const char *const levels[] = { "error", "warning", "info", "debug" };

	for (size_t i = 0; i < NELEM(levels); i++)
		if (strcmp(levels[i], text) == 0)
			return true;
	return false;
}

static bool is_number(const struct setting *s)
{
	return s->type == COUNT || s->type == FEW;
}

static enum err set_number(
	struct cx *cx, const struct setting *s, const char *where, const char *value, int64_t *out)
{
	if (parse_i64(value, 1, s->type == FEW ? FEW_MAX : COUNT_MAX, out))
		return OK;
	return err_note(cx, ERR_CONF, "%s: %s needs a whole number above 0%s, not \"%.50s\"", where,
		s->key, s->type == FEW ? ", at most 1000" : "", value);
}

/* `where` begins the note: "FILE:7", "RYOT_SOCKET", "--socket". */
static enum err set(struct cx *cx, struct conf *conf, const struct setting *s, const char *where,
	const char *value)
{
	char *at = (char *)conf + s->offset;
	const char *typed = value;

	conf->from[s - settings] = arena_strdup(cx->arena, where);
	if (is_number(s))
		return set_number(cx, s, where, value, (int64_t *)(void *)at);
	if (s->type == LEVEL && !is_level(value))
		return err_note(
			cx, ERR_CONF, "%s: %s is %s, not \"%.50s\"", where, s->key, s->help, value);
	if (s->type == PATH && !*value)
		return err_note(cx, ERR_CONF, "%s: %s is empty", where, s->key);
	if (s->type == URL && url_clean(cx, typed, &value) != OK)
		return err_note(cx, ERR_CONF,
			"%s: %s looks like https://ryot.example.org or "
			"http://nas:8080/ryot, not \"%.50s\"",
			where, s->key, typed);
	*(const char **)(void *)at = arena_strdup(cx->arena, value);
	return OK;
}

static const struct setting *find(const char *key, size_t length)
{
	for (size_t i = 0; i < NELEM(settings); i++)
		if (strlen(settings[i].key) == length && memcmp(settings[i].key, key, length) == 0)
			return &settings[i];
	return NULL;
}

static char *trim(char *text)
{
	size_t length;

	text += strspn(text, " \t");
	length = strlen(text);
	while (length > 0 && strchr(" \t\r\n", text[length - 1]))
		text[--length] = '\0';
	return text;
}

static enum err read_line(struct cx *cx, struct conf *conf, const char *where, char *line)
{
	const struct setting *s;
	char *equals, *key = trim(line);

	if (*key == '\0' || *key == '#')
		return OK;
	equals = strchr(key, '=');
	if (!equals)
		return err_note(cx, ERR_CONF, "%s: a line is `key = value` or a # comment", where);
	*equals = '\0';
	key = trim(key);
	s = find(key, strlen(key));
	if (!s)
		return err_note(cx, ERR_CONF, "%s: unknown option \"%.50s\"", where, key);
	return set(cx, conf, s, where, trim(equals + 1));
}

static enum err read_lines(struct cx *cx, struct conf *conf, const char *path, FILE *file)
{
	char line[1024], where[600];

	for (int n = 1; fgets(line, sizeof(line), file); n++) {
		snprintf(where, sizeof(where), "%.500s:%d", path, n);
		if (strlen(line) == sizeof(line) - 1)
			return err_note(cx, ERR_CONF, "%s: the line is too long", where);
		TRY(read_line(cx, conf, where, line));
	}
	if (ferror(file)) /* fopen succeeds on a folder */
		return err_note(cx, ERR_CONF, "%s: %s", path, strerror(errno));
	return OK;
}

static enum err read_file(struct cx *cx, struct conf *conf)
{
	const char *named = getenv("RYOT_CONF");
	const char *path = named ? named : default_file;
	enum err err;
	FILE *file = fopen(path, "re");

	if (!file && !named && errno == ENOENT)
		return OK;
	if (!file)
		return err_note(cx, ERR_CONF, "%s: %s", path, strerror(errno));
	err = read_lines(cx, conf, path, file);
	fclose(file);
	return err;
}

static enum err read_environment(struct cx *cx, struct conf *conf)
{
	for (size_t i = 0; i < NELEM(settings); i++) {
		const char *value = getenv(settings[i].environment);

		if (value)
			TRY(set(cx, conf, &settings[i], settings[i].environment, value));
	}
	return OK;
}

/* Removes the options of the table from argv; "--" ends them. */
static enum err read_options(struct cx *cx, int *argc, char **argv, struct conf *conf)
{
	int kept = 1, i = 1;
	enum err err = OK;

	for (; i < *argc && strcmp(argv[i], "--") != 0 && err == OK; i++) {
		const char *name = argv[i], *value;
		size_t length = strcspn(name, "=");
		const struct setting *s = NULL;

		if (length > 2 && memcmp(name, "--", 2) == 0)
			s = find(name + 2, length - 2);
		if (!s) {
			argv[kept++] = argv[i];
			continue;
		}
		value = name[length] ? name + length + 1 : argv[++i];
		if (!value)
			return err_note(cx, ERR_USAGE, "%s needs a value", name);
		err = set(cx, conf, s, "command line", value);
	}
	for (; i < *argc; i++)
		argv[kept++] = argv[i];
	argv[kept] = NULL;
	*argc = kept;
	return err;
}

/* The path of a URL: "/ryot/" for "https://host/ryot". */
static const char *base_path(struct cx *cx, const char *url)
{
	const char *host = strstr(url, "://");
	const char *path = strchr(host ? host + 3 : url, '/');

	return arena_printf(cx->arena, "%s/", path ? path : "");
}

enum err conf_load(struct cx *cx, int *argc, char **argv, struct conf *out)
{
	*out = (struct conf){ 0 };
	for (size_t i = 0; i < NELEM(settings); i++)
		TRY(set(cx, out, &settings[i], "default", settings[i].preset));
	TRY(read_file(cx, out));
	TRY(read_environment(cx, out));
	TRY(read_options(cx, argc, argv, out));
	out->base_path = base_path(cx, out->base_url);
	if (!*out->key_file)
		out->key_file = arena_printf(cx->arena, "%s.key", out->database);
	return OK;
}

void conf_print(const struct conf *conf, FILE *to)
{
	for (size_t i = 0; i < NELEM(settings); i++) {
		const struct setting *s = &settings[i];
		const char *at = (const char *)conf + s->offset;

		if (is_number(s))
			fprintf(to, "%s = %" PRId64, s->key, *(const int64_t *)(const void *)at);
		else
			fprintf(to, "%s = %s", s->key, *(const char *const *)(const void *)at);
		fprintf(to, "\n# ^ %s\n", conf->from[i]);
	}
}

void conf_help(FILE *to)
{
	for (size_t i = 0; i < NELEM(settings); i++)
		fprintf(to, "  --%s %s\n      %s\n      (%s, default \"%s\")\n", settings[i].key,
			settings[i].value, settings[i].help, settings[i].environment,
			settings[i].preset);
}
