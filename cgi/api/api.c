/* SPDX-License-Identifier: MIT */
#include "cgi/api/api.h"

#include "shared/parse.h"
#include "shared/utf8.h"

enum {
	VALUES_MAX = 1000, /* each takes some hundred octets, once parsed */
	LIST_OCTETS = 4 << 20,
	NAME_SHOWN_MAX = 60,
};

enum err api_missing(struct cx *cx)
{
	return err_note(cx, ERR_NOT_FOUND, "There is nothing here.");
}

enum err api_id(struct cx *cx, const struct req *req, int64_t *id)
{
	if (!parse_i64(req->params[0], 1, INT64_MAX, id))
		return api_missing(cx);
	return OK;
}

static bool is_listed(const char *const *names, const char *name)
{
	for (; *names; names++)
		if (strcmp(*names, name) == 0)
			return true;
	return false;
}

/* A name from a stranger, short enough to be told. */
static const char *shown(struct cx *cx, const char *name)
{
	size_t length = strlen(name);

	if (length > NAME_SHOWN_MAX)
		length = utf8_cut(name, NAME_SHOWN_MAX);
	return arena_strndup(cx->arena, name, length);
}

enum err api_query(
	struct cx *cx, const struct req *req, const char *const *names)
{
	const struct form *form = req->form;

	for (size_t i = 0; i < form->count; i++) {
		const char *name = form->list[i].name;

		if (!is_listed(names, name))
			return err_field(cx, shown(cx, name),
				"no parameter of this name");
		if (form_text(form, name) != form->list[i].value)
			return err_field(cx, name, "one value");
	}
	return OK;
}

enum err api_query_i64(struct cx *cx, const struct req *req, const char *name,
	struct range range, int64_t *out)
{
	if (!form_has(req->form, name) ||
		form_i64(req->form, name, range.min, range.max, out))
		return OK;
	return err_field(cx, name,
		"a whole number from %" PRId64 " to %" PRId64, range.min,
		range.max);
}

enum err api_query_word(struct cx *cx, const struct req *req, const char *name,
	const char *const *words, const char **out)
{
	const char *text = form_text(req->form, name), *all = words[0];

	*out = text;
	if (!text || is_listed(words, text))
		return OK;
	for (size_t i = 1; words[i]; i++)
		all = arena_printf(cx->arena, "%s, %s", all, words[i]);
	return err_field(cx, name, "one of: %s", all);
}

enum err api_query_page(
	struct cx *cx, const struct req *req, struct api_page *out)
{
	enum err err;

	*out = (struct api_page){ .limit = API_LIMIT };
	err = api_query_i64(cx, req, "limit",
		(struct range){ 1, API_LIMIT_MAX }, &out->limit);
	if (err == OK)
		err = api_query_i64(cx, req, "before",
			(struct range){ 1, INT64_MAX }, &out->before_id);
	return err;
}

enum err api_body(struct cx *cx, const struct req *req,
	const char *const *names, struct json *root)
{
	enum err err;

	*root = (struct json){ NULL, "" };
	if (req->length == 0 && !names[0])
		return OK;
	if (json_count(req->body, req->length) > VALUES_MAX)
		return err_note(cx, ERR_TOO_LARGE,
			"The body holds more than %d values.", VALUES_MAX);
	err = json_open(cx, req->body, req->length, root);
	if (err == OK)
		err = json_only(cx, *root, names);
	if (err != OK)
		json_close(root);
	return err;
}

void api_list_open(struct buf *out)
{
	out->max = LIST_OCTETS;
	jput_open(out, NULL, '{');
	jput_open(out, "items", '[');
}

void api_list_close(struct buf *out, int64_t next)
{
	jput_close(out, ']');
	if (next > 0) {
		char text[24];

		snprintf(text, sizeof(text), "%" PRId64, next);
		jput_str(out, "next", text);
	} else {
		jput_null(out, "next");
	}
	jput_close(out, '}');
}

void api_put_ids(struct buf *out, const struct ids *ids)
{
	jput_open(out, "ids", '{');
	for (size_t i = 0; i < ids->count; i++)
		jput_str(out, source_name(ids->list[i].source),
			ids->list[i].value);
	jput_close(out, '}');
}
