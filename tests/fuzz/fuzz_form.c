/* SPDX-License-Identifier: MIT */
/*
 * A form of any bytes. The first one selects the transport: a query, or a body
 * whose content type is the first line of the rest.
 */
#include "shared/base/form.h"
#include "shared/base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_field(struct cx *cx, const struct form *form, const struct form_field *field,
	const char *body, size_t length)
{
	int64_t number;

	ASSERT(field->name && field->value);
	if (field->is_file) {
		ASSERT(field->value >= body && field->value + field->length <= body + length);
		ASSERT(form_file(form, field->name) || form_text(form, field->name));
		return;
	}
	ASSERT(strlen(field->value) == field->length);
	ASSERT(utf8_is_text(field->value, field->length));
	ASSERT(strlen(form_trimmed(cx, form, field->name)) <= length);
	if (form_i64(form, field->name, -5, 5, &number))
		ASSERT(number >= -5 && number <= 5);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena arena;
	static struct cx cx;
	struct form form = { 0 };
	const char *text, *body;
	size_t line, length;
	enum err err;

	if (!arena.ceiling)
		arena_init(&arena, MIB(64));
	cx.arena = &arena;
	if (size == 0)
		return 0;
	text = arena_strndup(&arena, (const char *)data + 1, size - 1);
	line = strcspn(text, "\n");
	body = line < size - 1 ? text + line + 1 : text + line;
	length = (size_t)(text + size - 1 - body);
	if (data[0] == 'q')
		err = form_read_query(&cx, &form, text, size - 1);
	else
		err = form_read_body(&cx, &form, arena_strndup(&arena, text, line), body, length);
	ASSERT(err == OK || err == ERR_INPUT);
	ASSERT(form.count <= FORM_FIELDS);
	for (size_t i = 0; i < form.count; i++)
		check_field(&cx, &form, &form.list[i], text, size - 1);
	arena_reset(&arena);
	return 0;
}
