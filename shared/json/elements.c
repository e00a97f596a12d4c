/* SPDX-License-Identifier: MIT */
#include "shared/json/elements.h"

#include "shared/base/buf.h"

enum { KEY_MAX = 40, MARK = 3 };

struct elements {
	element_fn *each;
	void *arg;
	struct buf text; /* of the element so far */
	char key[KEY_MAX + 1], list[KEY_MAX + 1];
	size_t key_length; /* may be greater than KEY_MAX */
	int64_t number;
	int depth, inside; /* inside: the depth of an element, 0 between them */
	char root;         /* '[', '{', or 0 before it */
	bool in_string, is_escaped, in_list;
	int marks; /* bytes of the byte order mark so far */
};

struct elements *elements_create(struct cx *cx, element_fn *each, void *arg)
{
	struct elements *e = arena_alloc(cx->arena, sizeof(*e));

	e->each = each;
	e->arg = arg;
	buf_init(&e->text, cx->arena, ELEMENT_MAX);
	return e;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static enum err hand_out(struct cx *cx, struct elements *e)
{
	struct element element = { .number = ++e->number, .list = e->list };

	if (!e->text.cut) {
		element.text = e->text.text;
		element.length = e->text.length;
	}
	e->inside = 0;
	return e->each(cx, e->arg, &element);
}

static void open_one(struct elements *e, char c)
{
	e->depth++;
	if (c == '[' && e->root == '{' && e->depth == 2) {
		size_t length = e->key_length <= KEY_MAX ? e->key_length : 0;

		memcpy(e->list, e->key, length);
		e->list[length] = '\0';
		e->in_list = true;
	}
	if (c == '{' && !e->inside && e->in_list && e->depth == (e->root == '[' ? 2 : 3)) {
		e->inside = e->depth;
		e->text.length = 0;
		e->text.cut = false;
		buf_add(&e->text, &c, 1);
	}
}

static enum err close_one(struct cx *cx, struct elements *e)
{
	bool is_end = e->inside && e->depth == e->inside;

	if (e->depth == 0)
		return err_note(cx, ERR_INPUT, "this is no JSON: something closes too often");
	e->depth--;
	if (e->root == '{' && e->depth == 1)
		e->in_list = false;
	return is_end ? hand_out(cx, e) : OK;
}

static void take_in_string(struct elements *e, char c)
{
	if (e->is_escaped)
		e->is_escaped = false;
	else if (c == '\\')
		e->is_escaped = true;
	else if (c == '"')
		e->in_string = false;
	if (!e->in_string || e->depth != 1)
		return;
	if (e->key_length < KEY_MAX)
		e->key[e->key_length] = c;
	e->key_length++;
}

static enum err begin(struct cx *cx, struct elements *e, char c)
{
	if (c != '[' && c != '{')
		return err_note(cx, ERR_INPUT, "this is no JSON: it begins with neither [ nor {");
	e->root = c;
	e->depth = 1;
	e->in_list = c == '[';
	return OK;
}

static enum err take(struct cx *cx, struct elements *e, char c)
{
	if (e->inside)
		buf_add(&e->text, &c, 1);
	if (e->in_string) {
		take_in_string(e, c);
	} else if (c == '"') {
		e->in_string = true;
		e->key_length = 0;
	} else if (c == '[' || c == '{') {
		open_one(e, c);
	} else if (c == ']' || c == '}') {
		return close_one(cx, e);
	}
	return OK;
}

enum err elements_feed(struct cx *cx, void *elements, const char *bytes, size_t length)
{
	struct elements *e = elements;

	for (size_t i = 0; i < length; i++) {
		char c = bytes[i];

		if (e->root) {
			TRY(take(cx, e, c));
		} else if (e->marks < MARK && c == "\xef\xbb\xbf"[e->marks]) {
			e->marks++;
		} else if (!is_blank(c)) {
			TRY(begin(cx, e, c));
		}
	}
	return OK;
}

enum err elements_end(struct cx *cx, const struct elements *e)
{
	if (!e->root)
		return err_note(cx, ERR_INPUT, "the file is empty");
	if (e->depth > 0)
		return err_note(cx, ERR_INPUT,
			"the file was cut: it ends in the middle, after entry %" PRId64, e->number);
	return OK;
}
