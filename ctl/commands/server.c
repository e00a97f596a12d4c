/* SPDX-License-Identifier: MIT */
#include "ctl/commands/server.h"

#include "ctl/terminal/credential.h"
#include "ctl/terminal/steps.h"
#include "ctl/terminal/text.h"
#include "shared/actions/server_key.h"
#include "shared/base/url.h"
#include "shared/fetch/client.h"

#include <sys/stat.h>
#include <unistd.h>

bool server_is_named(const struct server_options *o)
{
	return o->url || o->key_from || o->key_stdin || o->ca_file || o->no_ca_file;
}

static enum err check_options(struct cx *cx, const struct server_options *o)
{
	if (o->key_from && o->key_stdin)
		return err_note(cx, ERR_USAGE, "--key-stdin and --key-from contradict each other");
	if (o->ca_file && o->no_ca_file)
		return err_note(cx, ERR_USAGE, "--ca-file and --no-ca-file contradict each other");
	return OK;
}

/* Others read it later, from another folder. */
static enum err find_ca_file(struct cx *cx, const char *path, const char **out)
{
	char here[FILE_MAX + 1] = "";
	struct stat what;

	if (stat(path, &what) != 0 || access(path, R_OK) != 0)
		return err_note(
			cx, ERR_INPUT, "--ca-file: cannot read %s: %s", path, strerror(errno));
	if (S_ISDIR(what.st_mode))
		return err_note(cx, ERR_INPUT, "--ca-file: %s is a directory", path);
	*out = path;
	if (*path == '/')
		return OK;
	while (strncmp(path, "./", 2) == 0)
		path += 2;
	if (!getcwd(here, sizeof(here)) || !text_is_plain(here))
		return err_note(
			cx, ERR_INPUT, "--ca-file: name it from the root, as /etc/ssl/my.pem");
	*out = arena_printf(cx->arena, "%s/%s", strcmp(here, "/") == 0 ? "" : here, path);
	return OK;
}

/* ---- the key ---- */

static enum err unseal(
	struct cx *cx, const struct ctl *ctl, const struct server *row, const char **text)
{
	const char *path = ctl->conf->key_file;

	/* Here a missing file is not to be made: it is what went wrong. */
	if (access(path, F_OK) != 0)
		return err_note(cx, ERR_CONF,
			"the stored key cannot be opened without the key file "
			"%s: %s; bring the file back, or enter the server's "
			"key anew: ryotctl integration set %" PRId64 " --key-stdin",
			path, strerror(errno), row->integration_id);
	return server_key_open(cx, path, row, text);
}

/* ---- the server ---- */

/* A key that says itself when it ends may explain why it is refused. */
static enum err explain(struct cx *cx, enum err err, const struct probed *facts)
{
	const char *note = arena_strdup(cx->arena, cx->note);
	char ended[TEXT_TIME];

	if (err != ERR_AUTH || facts->expires_ms == UNSAID || facts->expires_ms > cx->now_ms)
		return err;
	text_time(facts->expires_ms, ended);
	return err_note(cx, err, "%s; by its own words it expired on %s UTC", note, ended);
}

static enum err ask_server(struct cx *cx, const struct ctl *ctl, const struct server *row,
	const char *key, struct probed *out)
{
	struct probe what = {
		.provider = row->provider,
		.url = row->url,
		.key = key,
		.ca_file = row->ca_file,
	};

	if (ctl->width > 0)
		ctl_advise(ctl, "Asking %s ...", row->url);
	fflush(stderr); /* now: what was said so far is said before */
	return explain(cx, probe(cx, &what, out), out);
}

enum err server_test(
	struct cx *cx, const struct ctl *ctl, const struct server *row, struct probed *out)
{
	const char *key = NULL;
	enum err err;

	*out = (struct probed){ .expires_ms = UNSAID };
	err = unseal(cx, ctl, row, &key);
	return err == OK ? ask_server(cx, ctl, row, key, out) : err;
}

/* ---- a draft ---- */

/* Asked unless declined, then sealed. */
static enum err finish(struct cx *cx, struct ctl *ctl, const struct server_options *o,
	const char *key, struct server_draft *out)
{
	const char *note;
	enum err err = OK;

	out->row.greeted_ms = o->is_unchecked ? UNSAID : cx->now_ms;
	out->probed = (struct probed){ .expires_ms = UNSAID };
	if (!o->is_unchecked)
		err = ask_server(cx, ctl, &out->row, key, &out->probed);
	if (err == OK)
		return server_key_seal(cx, ctl->store, ctl->conf->key_file, key, &out->row);
	note = arena_strdup(cx->arena, cx->note);
	return err_note(cx, err, "%s; nothing was stored%s", note,
		err == ERR_UPSTREAM ? " (--unchecked stores it unasked)" : "");
}

static const char *question_for(struct cx *cx, const struct server *row)
{
	return arena_printf(cx->arena, "Key for %s: ", text_shown(cx->arena, row->url));
}

enum err server_new(struct cx *cx, struct ctl *ctl, const char *provider,
	const struct server_options *o, struct server_draft *out)
{
	struct credential_from from = {
		.file = o->key_from,
		.is_stdin = o->key_stdin,
		.intro = steps_text(cx, probe_steps(provider), NULL),
	};
	struct credential key;
	enum err err = check_options(cx, o);

	*out = (struct server_draft){ .row = { .provider = provider } };
	out->row.refused_ms = UNSAID;
	out->row.last_ok_ms = UNSAID;
	out->row.last_error_ms = UNSAID;
	if (err == OK && !o->url)
		return err_note(cx, ERR_USAGE, "--url is missing: the address of the server");
	if (err == OK)
		err = fetch_check_url(cx, o->url, &out->row.url);
	if (err == OK && o->ca_file)
		err = find_ca_file(cx, o->ca_file, &out->row.ca_file);
	if (err != OK)
		return err;
	from.question = question_for(cx, &out->row);
	err = credential_read(cx, &from, &key);
	if (err == OK)
		err = finish(cx, ctl, o, key.text, out);
	credential_wipe(&key);
	return err;
}

static bool is_encrypted(const char *url)
{
	return strncasecmp(url, "https:", 6) == 0;
}

/* The stored key goes on to a new address only of the host it is for. */
static enum err keep_key(struct cx *cx, const struct ctl *ctl, const struct server *was,
	const struct server *row, const char **key)
{
	enum err err = unseal(cx, ctl, was, key);

	if (err == OK && strcmp(was->url, row->url) != 0)
		ctl_advise(ctl, "The stored key now goes to %s instead of %s%s.", row->url,
			was->url,
			is_encrypted(was->url) && !is_encrypted(row->url)
				? ", where it is no longer encrypted on its way"
				: "");
	return err;
}

static enum err apply_options(
	struct cx *cx, const struct server_options *o, const struct server *was, struct server *row)
{
	enum err err = OK;

	*row = *was;
	row->refused_ms = UNSAID;
	row->failures = row->next_ms = 0;
	if (o->url)
		err = fetch_check_url(cx, o->url, &row->url);
	if (err == OK && o->ca_file)
		err = find_ca_file(cx, o->ca_file, &row->ca_file);
	if (o->no_ca_file)
		row->ca_file = NULL;
	return err;
}

/* The key for what `row` says: a new one, or the stored one. */
static enum err choose_key(struct cx *cx, const struct ctl *ctl, const struct server_options *o,
	const struct server *was, const struct server *row, struct credential *out)
{
	struct credential_from from = {
		.file = o->key_from,
		.is_stdin = o->key_stdin,
		.intro = "",
		.question = question_for(cx, row),
	};
	bool is_given = o->key_from || o->key_stdin;
	enum err err;

	if (!is_given && address_is_same_host(was->url, row->url))
		return keep_key(cx, ctl, was, row, &out->text);
	if (!is_given)
		from.intro = "This is another host than before; its key is "
			     "entered anew.\n";
	err = credential_read(cx, &from, out);
	if (err != ERR_USAGE || is_given)
		return err;
	return err_note(cx, err,
		"%s is another host than before, and the stored key is not "
		"for it. Enter its key: --key-stdin reads it from standard "
		"input, --key-from FILE from a file",
		row->url);
}

enum err server_change(struct cx *cx, struct ctl *ctl, const struct integration *integration,
	const struct server_options *o, struct server_draft *out)
{
	const struct server *was = NULL;
	struct credential typed = { .text = NULL };
	enum err err = check_options(cx, o);

	*out = (struct server_draft){ .row = { .url = NULL } };
	if (err == OK)
		err = store_server_get(cx, ctl->store, integration->id, &was);
	if (err == OK && !was)
		return err_note(cx, ERR_CONFLICT,
			"integration %" PRId64 " has no server stored; remove it and add it anew",
			integration->id);
	if (err == OK)
		err = apply_options(cx, o, was, &out->row);
	if (err != OK)
		return err;
	err = choose_key(cx, ctl, o, was, &out->row, &typed);
	if (err == OK)
		err = finish(cx, ctl, o, typed.text, out);
	credential_wipe(&typed);
	return err;
}
