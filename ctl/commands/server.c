/* SPDX-License-Identifier: MIT */
/* server.c -- reads the options of a server and its key, and tests both. */
#include "ctl/commands/server.h"

#include "ctl/terminal/credential.h"
#include "ctl/terminal/steps.h"
#include "ctl/terminal/text.h"
#include "shared/fetch/client.h"
#include "shared/fetch/url.h"

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

	*out = (struct probed){ .expires_ms = UNSAID };
	TRY(server_key_open(cx, ctl->conf->key_file, row, &key));
	return ask_server(cx, ctl, row, key, out);
}

/* ---- a draft ---- */

/* Asked unless that is declined, then sealed. */
static enum err finish(
	struct cx *cx, struct ctl *ctl, const struct server_options *o, struct server_asked *out)
{
	struct server_draft *draft = &out->draft;
	const char *ca_file = draft->row.ca_file, *url;
	enum err err;

	if (!shown_is_plain(draft->row.url) || (ca_file && !shown_is_plain(ca_file)))
		return err_note(cx, ERR_USAGE,
			"--url and --ca-file hold no characters that a terminal hides");
	/* As libcurl reads it, too: what is stored unchecked is asked later. */
	TRY(fetch_check_url(cx, draft->row.url, &url));
	draft->needs_no_test = true;
	if (o->is_unchecked)
		return server_seal(cx, ctl->store, ctl->conf->key_file, draft);
	err = ask_server(cx, ctl, &draft->row, draft->key, &out->probed);
	if (err != OK) {
		const char *note = arena_strdup(cx->arena, cx->note);

		return err_note(cx, err, "%s; nothing was stored%s", note,
			err == ERR_UPSTREAM ? " (--unchecked stores it unasked)" : "");
	}
	draft->row.greeted_ms = cx->now_ms;
	draft->row.people = out->probed.people;
	return server_seal(cx, ctl->store, ctl->conf->key_file, draft);
}

/* Reads a key where one is given or needed; else *out is as it was. */
static enum err read_key(struct cx *cx, const struct server_options *o, const char *url,
	const char *intro, struct credential *out)
{
	const struct credential_from from = {
		.file = o->key_from,
		.is_stdin = o->key_stdin,
		.intro = intro,
		.question = arena_printf(cx->arena, "Key for %s: ", shown_text(cx->arena, url)),
	};

	return credential_read(cx, &from, out);
}

static struct server_change change_of(const struct server_options *o, const char *key)
{
	return (struct server_change){
		.url = o->url,
		.key = key,
		.ca_file = o->no_ca_file ? "" : o->ca_file,
	};
}

/* Where the key is found. The steps of one that sends are about its webhook. */
static const char *intro_of(struct cx *cx, const struct provider *provider)
{
	const struct field *field = provider_field(provider, FIELD_KEY);

	if (provider->source)
		return steps_text(cx, provider->steps, NULL);
	return field && field->help ? arena_printf(cx->arena, "%s\n", field->help) : "";
}

/* Leaves the key to be wiped by the caller, as change() does. */
static enum err make(struct cx *cx, struct ctl *ctl, const struct provider *provider,
	const struct server_options *o, struct credential *key, struct server_asked *out)
{
	struct server_change in = change_of(o, NULL);
	const char *url = NULL;

	TRY(check_options(cx, o));
	TRY(field_types[FIELD_URL].check(cx, o->url ? o->url : "", &url));
	TRY(read_key(cx, o, url, intro_of(cx, provider), key));
	in.key = key->text;
	TRY(server_draft(cx, ctl->conf->key_file, NULL, &in, &out->draft));
	out->draft.row.provider = provider->name;
	return finish(cx, ctl, o, out);
}

enum err server_new(struct cx *cx, struct ctl *ctl, const struct provider *provider,
	const struct server_options *o, struct server_asked *out)
{
	struct credential key = { .text = NULL };
	enum err err;

	*out = (struct server_asked){ .probed = { .expires_ms = UNSAID } };
	err = make(cx, ctl, provider, o, &key, out);
	credential_wipe(&key);
	return err;
}

/* The draft of what is stored and `in`; may ask for a key on the terminal. */
static enum err draft_change(struct cx *cx, const struct ctl *ctl, const struct server_options *o,
	const struct server *was, struct credential *key, struct server_draft *out)
{
	struct server_change in = change_of(o, NULL);
	bool is_given = o->key_from || o->key_stdin, needs_key;
	const char *url = was->url, *note;
	enum err err = OK;

	if (o->url)
		TRY(field_types[FIELD_URL].check(cx, o->url, &url));
	needs_key = server_needs_key(was, url);
	if (is_given || needs_key)
		err = read_key(cx, o, url,
			is_given ? ""
				 : "This is another host than before; its key is entered anew.\n",
			key);
	if (err != OK && (is_given || err != ERR_USAGE))
		return err;
	in.key = err == OK ? key->text : NULL;
	err = server_draft(cx, ctl->conf->key_file, was, &in, out);
	if (err != ERR_INPUT || !needs_key || in.key)
		return err;
	note = arena_strdup(cx->arena, cx->note);
	return err_note(cx, ERR_USAGE,
		"%s --key-stdin reads it from standard input, --key-from FILE from a file", note);
}

static enum err change(struct cx *cx, struct ctl *ctl, const struct server *was,
	const struct server_options *o, struct credential *key, struct server_asked *out)
{
	const char *warning;

	TRY(draft_change(cx, ctl, o, was, key, &out->draft));
	warning = server_draft_warning(cx, &out->draft);
	if (warning)
		ctl_advise(ctl, "%s", warning);
	return finish(cx, ctl, o, out);
}

enum err server_change(struct cx *cx, struct ctl *ctl, const struct integration *integration,
	const struct server_options *o, struct server_asked *out)
{
	const struct server *was = NULL;
	struct credential key = { .text = NULL };
	enum err err;

	*out = (struct server_asked){ .probed = { .expires_ms = UNSAID } };
	TRY(check_options(cx, o));
	TRY(store_server_get(cx, ctl->store, integration->id, &was));
	if (!was && provider_source(integration->provider))
		return err_note(cx, ERR_CONFLICT,
			"integration %" PRId64 " has no server stored; remove it and add it anew",
			integration->id);
	if (!was)
		return server_new(cx, ctl, provider_find(integration->provider), o, out);
	err = change(cx, ctl, was, o, &key, out);
	credential_wipe(&key);
	return err;
}
