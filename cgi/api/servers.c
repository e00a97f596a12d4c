/* SPDX-License-Identifier: MIT */
/*
 * servers.c -- of an integration that is asked: its server and the key to it.
 *
 * The key comes in and never goes out again. It is sealed for one address, so
 * whoever changes the address sends the key anew.
 */
#include "cgi/api/api.h"
#include "shared/actions/server_key.h"
#include "shared/base/url.h"
#include "shared/crypto/seal.h"

static enum err read_url(struct cx *cx, struct json body, const char **out)
{
	const char *text = NULL;
	enum err err = json_need_str(cx, body, "server_url", ADDRESS_MAX, &text);

	if (err == OK && address_clean(cx, text, out) != OK)
		err = err_field(cx, "server_url", "an address such as https://books.example.org");
	return err;
}

static enum err read_key(struct cx *cx, struct json body, const char **out)
{
	enum err err = json_need_str(cx, body, "server_key", CREDENTIAL_MAX, out);

	if (err == OK && server_key_check(cx, *out) != OK)
		err = err_field(cx, "server_key", "a key: one word, nothing around it");
	return err;
}

enum err api_server_read(struct cx *cx, const struct app *app, struct json body,
	const struct server *was, const struct server **out)
{
	struct server *row;
	const char *key = NULL;
	enum err err = OK;

	*out = NULL;
	if (was && !json_is_there(body, "server_url") && !json_is_there(body, "server_key"))
		return OK;
	row = arena_alloc(cx->arena, sizeof(*row));
	row->greeted_ms = UNSAID;
	if (was) {
		row->url = was->url;
		row->ca_file = was->ca_file;
		row->greeted_ms = was->greeted_ms;
	}
	if (!was || json_is_there(body, "server_url")) {
		err = read_url(cx, body, &row->url);
		row->greeted_ms = UNSAID;
	}
	if (err == OK)
		err = read_key(cx, body, &key);
	if (err == OK)
		err = server_key_seal(cx, app->store, app->conf->key_file, key, row);
	*out = row;
	return err;
}

void api_server_put(struct buf *out, const struct server *a)
{
	if (!a) {
		jput_null(out, "server");
		return;
	}
	jput_open(out, "server", '{');
	jput_str(out, "url", a->url);
	jput_bool(out, "is_refused", a->refused_ms != UNSAID);
	jput_i64(out, "failures", a->failures);
	jput_time(out, "last_ok_at", a->last_ok_ms);
	jput_str_or_null(out, "last_error", a->last_error);
	jput_time(out, "last_error_at", a->last_error_ms);
	jput_time(out, "asked_at", a->asked_ms);
	jput_time(out, "answered_at", a->yanked_ms);
	jput_i64_or_null(out, "found", a->yank_found);
	jput_close(out, '}');
}
