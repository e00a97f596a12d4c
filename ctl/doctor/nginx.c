/* SPDX-License-Identifier: MIT */
#include "ctl/doctor/nginx.h"

static const char file_name[] = "/etc/nginx/nginx.conf";

enum {
	FILE_MAX = 64 << 10,
	CONNECTIONS_DEFAULT = 512,
	/* The burst of nginx/ryot-locations.conf, and room for others. */
	CONNECTIONS_LEAST = 4096,
};

/* Behind blanks and comments. */
static const char *skip(const char *at)
{
	for (;;) {
		at += strspn(at, " \t\r\n");
		if (*at != '#')
			return at;
		at += strcspn(at, "\n");
	}
}

/* Behind the word, quoted or not; *length of it, without quotes, from *word. */
static const char *take_word(const char *at, const char **word, size_t *length)
{
	const char quote = *at;

	if (quote != '"' && quote != '\'') {
		*word = at;
		*length = strcspn(at, " \t\r\n;{}");
		return at + *length + (*length == 0 ? 1 : 0);
	}
	*word = ++at;
	while (*at && *at != quote)
		at += *at == '\\' && at[1] ? 2 : 1;
	*length = (size_t)(at - *word);
	return *at ? at + 1 : at;
}

/* nginx's default where the text has none, and 0 where they are no number. */
static int64_t read_connections(const char *text)
{
	static const char name[] = "worker_connections";
	const char *at = skip(text), *word;
	size_t length;

	while (*at) {
		at = skip(take_word(at, &word, &length));
		if (length == sizeof(name) - 1 && memcmp(word, name, length) == 0)
			return strtoll(at + strspn(at, "\"'"), NULL, 10);
	}
	return CONNECTIONS_DEFAULT;
}

/* Text of the file, as much as fits. False: see errno. */
static bool read_file(char text[static FILE_MAX])
{
	FILE *file = fopen(file_name, "re");
	size_t length;

	if (!file)
		return false;
	length = fread(text, 1, FILE_MAX - 1, file);
	text[length] = '\0';
	fclose(file);
	return true;
}

void doctor_nginx(struct cx *cx, struct doctor *d)
{
	char *text = arena_alloc(cx->arena, FILE_MAX);
	int64_t connections;

	if (!read_file(text)) {
		doctor_tell(d, FINDING_LOOK,
			arena_printf(cx->arena, "%s: %s", file_name, strerror(errno)),
			"wherever nginx is configured: worker_connections should be 8192");
		return;
	}
	connections = read_connections(text);
	if (connections >= CONNECTIONS_LEAST)
		doctor_tell(d, FINDING_WELL,
			arena_printf(cx->arena, "nginx takes %" PRId64 " connections a process",
				connections),
			NULL);
	else
		doctor_tell(d, FINDING_LOOK,
			arena_printf(cx->arena,
				"nginx takes %" PRId64
				" connections a process: reports of a whole series at once may be "
				"refused, and senders do not retry",
				connections),
			"set worker_connections to 8192 in /etc/nginx/nginx.conf, see INSTALL.md, "
			"section 2; then systemctl reload nginx");
}
