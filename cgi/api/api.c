/* SPDX-License-Identifier: MIT */
/* api.c -- queries, bodies and lists of the API. */
#include "cgi/api/api.h"

#include "shared/actions/edit.h"
#include "shared/base/parse.h"
#include "shared/base/utf8.h"

enum { NAME_SHOWN_MAX = 60 };

enum err api_outward(const struct call *c, enum err err)
{
	return err == ERR_NOT_FOUND ? call_not_found(c) : err;
}

static bool is_listed(const char *const *names, const char *name)
{
	for (; *names; names++)
		if (strcmp(*names, name) == 0)
			return true;
	return false;
}

/* Clips an unknown name, so that the message stays short. */
static const char *shown(struct cx *cx, const char *name)
{
	size_t length = strlen(name);

	if (length > NAME_SHOWN_MAX)
		length = utf8_cut(name, NAME_SHOWN_MAX);
	return arena_strndup(cx->arena, name, length);
}

enum err api_query(const struct call *c, const char *const *names)
{
	const struct form *form = c->form;

	for (size_t i = 0; i < form->count; i++) {
		const char *name = form->list[i].name;

		if (!is_listed(names, name))
			return err_field(c->cx, shown(c->cx, name), "no parameter of this name");
		if (form_text(form, name) != form->list[i].value)
			return err_field(c->cx, name, "one value");
	}
	return OK;
}

enum err api_query_i64(const struct call *c, const char *name, struct range range, int64_t *out)
{
	if (!form_has(c->form, name) || form_i64(c->form, name, range.min, range.max, out))
		return OK;
	return err_field(
		c->cx, name, "a whole number from %" PRId64 " to %" PRId64, range.min, range.max);
}

enum err api_query_word(
	const struct call *c, const char *name, const char *const *words, const char **out)
{
	const char *text = form_text(c->form, name), *all = words[0];

	*out = text;
	if (!text || is_listed(words, text))
		return OK;
	for (size_t i = 1; words[i]; i++)
		all = arena_printf(c->cx->arena, "%s, %s", all, words[i]);
	return err_field(c->cx, name, "one of: %s", all);
}

enum err api_query_kind(const struct call *c, enum kind *out)
{
	static const char *words[KIND__COUNT];
	const char *word;

	for (int i = KIND_NONE + 1; i < KIND__COUNT; i++)
		words[i - 1] = kind_name((enum kind)i);
	TRY(api_query_word(c, "kind", words, &word));
	*out = word ? kind_find(word) : KIND_NONE;
	return OK;
}

enum err api_query_state(const struct call *c, enum play_state *out)
{
	static const char *words[PLAY__COUNT];
	const char *word;

	for (int i = PLAY_ANY + 1; i < PLAY__COUNT; i++)
		words[i - 1] = state_name((enum play_state)i);
	TRY(api_query_word(c, "state", words, &word));
	if (!word || !state_parse(word, out))
		*out = PLAY_ANY;
	return OK;
}

static enum err query_limit(const struct call *c, struct api_page *out)
{
	*out = (struct api_page){ API_LIMIT, INT64_MAX, INT64_MAX };
	return api_query_i64(c, "limit", (struct range){ 1, API_LIMIT_MAX }, &out->limit);
}

enum err api_query_page(const struct call *c, struct api_page *out)
{
	TRY(query_limit(c, out));
	if (form_has(c->form, "before") &&
		!form_i64(c->form, "before", 1, INT64_MAX, &out->before_id))
		return err_field(c->cx, "before", "the \"next\" of a list");
	return OK;
}

enum err api_query_moments(const struct call *c, struct api_page *out)
{
	const char *text = form_text(c->form, "before"), *mark;

	TRY(query_limit(c, out));
	if (!text)
		return OK;
	mark = strchr(text, '-');
	if (!mark ||
		!parse_i64(arena_strndup(c->cx->arena, text, (size_t)(mark - text)), 0, INT64_MAX,
			&out->before_ms) ||
		!parse_i64(mark + 1, 1, INT64_MAX, &out->before_id))
		return err_field(c->cx, "before", "the \"next\" of a list");
	return OK;
}

const char *api_next(struct cx *cx, int64_t id)
{
	return arena_printf(cx->arena, "%" PRId64, id);
}

const char *api_next_moment(struct cx *cx, int64_t ms, int64_t id)
{
	return arena_printf(cx->arena, "%" PRId64 "-%" PRId64, ms, id);
}

enum err api_body(const struct call *c, const char *const *names, struct json *root)
{
	TRY(json_open(c->cx, c->req->body, c->req->length, root));
	return json_only(c->cx, *root, names);
}

enum err api_no_body(const struct call *c)
{
	static const char *const none[] = { NULL };
	struct json root;

	return c->req->length == 0 ? OK : api_body(c, none, &root);
}

enum err api_number(struct cx *cx, struct json body, const char *name, const char **out)
{
	enum { MILLION = 1000000 };
	int64_t millionths = 0, magnitude;
	char *text;
	size_t length;

	if (!json_is_there(body, name))
		return OK;
	TRY(json_may_scaled(cx, body, name, MILLION, &millionths));
	magnitude = millionths < 0 ? -millionths : millionths;
	text = arena_printf(cx->arena, "%s%" PRId64 ".%06" PRId64, millionths < 0 ? "-" : "",
		magnitude / MILLION, magnitude % MILLION);
	length = strlen(text);
	while (text[length - 1] == '0')
		length--;
	text[text[length - 1] == '.' ? length - 1 : length] = '\0';
	*out = text;
	return OK;
}

void api_list_open(struct buf *out)
{
	out->max = API_LIST_BYTES;
	jput_open(out, NULL, '{');
	jput_open(out, "items", '[');
}

void api_list_close(struct buf *out, const char *next)
{
	jput_close(out, ']');
	jput_str_or_null(out, "next", next);
	jput_close(out, '}');
}

void api_put_edited(const struct call *c, const struct edited *edited)
{
	jput_open(c->out, NULL, '{');
	jput_i64(c->out, "work", edited->work_id);
	jput_i64_or_null(c->out, "edit", edited->edit_id > 0 ? edited->edit_id : UNSAID);
	jput_close(c->out, '}');
}
