/* SPDX-License-Identifier: MIT */
/* form.c -- urlencoded and multipart forms. */
#include "shared/base/form.h"

#include "shared/base/lengths.h"
#include "shared/base/parse.h"
#include "shared/base/utf8.h"

enum { NAME_MAX_BYTES = 100 };

static enum err broken(struct cx *cx)
{
	return err_note(cx, ERR_INPUT, "The form arrived damaged; send it again.");
}

static enum err cut_off(struct cx *cx)
{
	return err_note(cx, ERR_INPUT, "The form ends early; send it again.");
}

static enum err add(struct cx *cx, struct form *form, const struct form_field *field)
{
	if (form->count == FORM_FIELDS)
		return err_note(cx, ERR_INPUT, "The form has too many fields.");
	if (!field->is_file && !utf8_is_text(field->value, field->length))
		return err_note(cx, ERR_INPUT, "The form is not in UTF-8.");
	form->list[form->count++] = *field;
	return OK;
}

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* NULL if an escape is malformed. */
static char *decode(struct cx *cx, const char *text, size_t length, size_t *decoded)
{
	char *to = arena_alloc(cx->arena, length + 1);
	size_t n = 0;

	for (size_t i = 0; i < length; i++) {
		char c = text[i];

		if (c == '+') {
			c = ' ';
		} else if (c == '%') {
			int high = length - i > 2 ? digit_of(text[i + 1]) : -1;
			int low = length - i > 2 ? digit_of(text[i + 2]) : -1;

			if (high < 0 || low < 0)
				return NULL;
			c = (char)(high << 4 | low);
			i += 2;
		}
		to[n++] = c;
	}
	*decoded = n;
	return to;
}

/* "name=value", both encoded. */
static enum err read_pair(struct cx *cx, struct form *form, const char *text, size_t length)
{
	const char *equals = memchr(text, '=', length);
	size_t name_length = equals ? (size_t)(equals - text) : length;
	struct form_field field = { .value = "" };
	size_t ignored;

	field.name = decode(cx, text, name_length, &ignored);
	if (equals)
		field.value = decode(cx, equals + 1, length - name_length - 1, &field.length);
	if (!field.name || !field.value)
		return broken(cx);
	return add(cx, form, &field);
}

enum err form_read_query(struct cx *cx, struct form *form, const char *text, size_t length)
{
	const char *end = text + length;

	while (text < end) {
		const char *stop = memchr(text, '&', (size_t)(end - text));

		if (!stop)
			stop = end;
		if (stop > text)
			TRY(read_pair(cx, form, text, (size_t)(stop - text)));
		text = stop + 1;
	}
	return OK;
}

static const char *find(const char *in, size_t length, const char *what)
{
	size_t size = strlen(what);
	const char *end = in + length;

	while ((size_t)(end - in) >= size) {
		const char *at = memchr(in, what[0], (size_t)(end - in));

		if (!at || (size_t)(end - at) < size)
			return NULL;
		if (memcmp(at, what, size) == 0)
			return at;
		in = at + 1;
	}
	return NULL;
}

/* Behind the next ';' that is not quoted, or NULL. */
static const char *next_parameter(const char *at, const char *end)
{
	bool is_quoted = false;

	for (; at < end; at++) {
		if (*at == '"')
			is_quoted = !is_quoted;
		else if (*at == ';' && !is_quoted)
			return at + 1;
	}
	return NULL;
}

/* A word, or anything in quotes; NULL if it is neither, or too long. */
static const char *parameter_value(struct cx *cx, const char *at, const char *end)
{
	const char *stop = at;

	if (at < end && *at == '"') {
		at++;
		stop = memchr(at, '"', (size_t)(end - at));
	} else {
		while (stop < end && !memchr("; \t\r\n\"", *stop, 6))
			stop++;
		if (stop == at)
			return NULL;
	}
	if (!stop || stop - at > NAME_MAX_BYTES)
		return NULL;
	return arena_strndup(cx->arena, at, (size_t)(stop - at));
}

/* Where the value of "; key=value" in a header begins, or NULL. */
static const char *find_parameter(const char *header, const char *end, const char *key)
{
	const char *at = header;
	size_t size = strlen(key);

	while ((at = next_parameter(at, end))) {
		while (at < end && (*at == ' ' || *at == '\t'))
			at++;
		if (strncasecmp(at, key, size) == 0 && at[size] == '=')
			return at + size + 1;
	}
	return NULL;
}

static const char *parameter(struct cx *cx, const char *header, size_t length, const char *key)
{
	const char *end = header + length, *at = find_parameter(header, end, key);

	return at ? parameter_value(cx, at, end) : NULL;
}

/* The header that names a part, among others; NULL if there is none. */
static const char *disposition(const char *head, size_t length, size_t *size)
{
	static const char name[] = "Content-Disposition:";
	const char *end = head + length;

	for (const char *line = head; line < end;) {
		const char *stop = find(line, (size_t)(end - line), "\r\n");

		if (!stop)
			stop = end;
		*size = (size_t)(stop - line);
		if (*size > sizeof(name) && strncasecmp(line, name, sizeof(name) - 1) == 0)
			return line;
		line = stop < end ? stop + 2 : end;
	}
	return NULL;
}

/* Header lines, an empty line, the value. */
static enum err read_part(struct cx *cx, struct form *form, const char *part, size_t length)
{
	static const char blank[] = "\r\n\r\n";
	const char *value = find(part, length, blank), *header;
	struct form_field field = { 0 };
	size_t size;

	if (!value)
		return broken(cx);
	header = disposition(part, (size_t)(value - part), &size);
	if (!header)
		return broken(cx);
	value += sizeof(blank) - 1;
	field.length = length - (size_t)(value - part);
	field.is_file = find_parameter(header, header + size, "filename") != NULL;
	field.name = parameter(cx, header, size, "name");
	if (!field.name)
		return broken(cx);
	field.value = field.is_file ? value : arena_strndup(cx->arena, value, field.length);
	return add(cx, form, &field);
}

static enum err read_multipart(
	struct cx *cx, struct form *form, const char *boundary, const char *body, size_t length)
{
	const char *mark = arena_printf(cx->arena, "\r\n--%s", boundary);
	const char *end = body + length, *at = body;
	size_t size = strlen(mark);

	/* No line break precedes the first boundary. */
	if (length < size || memcmp(body, mark + 2, size - 2) != 0)
		return err_note(cx, ERR_INPUT,
			"The form does not begin with the boundary that its header names.");
	at += size - 2;
	while ((size_t)(end - at) >= 2 && at[0] == '\r' && at[1] == '\n') {
		const char *stop;

		at += 2;
		stop = find(at, (size_t)(end - at), mark);
		if (!stop)
			return cut_off(cx);
		TRY(read_part(cx, form, at, (size_t)(stop - at)));
		at = stop + size;
	}
	if ((size_t)(end - at) < 2 || memcmp(at, "--", 2) != 0)
		return cut_off(cx);
	return OK;
}

enum err form_read_body(
	struct cx *cx, struct form *form, const char *type, const char *body, size_t length)
{
	static const char urlencoded[] = "application/x-www-form-urlencoded";
	static const char multipart[] = "multipart/form-data";
	const char *boundary;

	if (strncasecmp(type, urlencoded, sizeof(urlencoded) - 1) == 0)
		return form_read_query(cx, form, body, length);
	if (strncasecmp(type, multipart, sizeof(multipart) - 1) != 0)
		return err_note(cx, ERR_INPUT, "This address takes a form.");
	boundary = parameter(cx, type, strlen(type), "boundary");
	if (!boundary || !*boundary || strlen(boundary) > FORM_BOUNDARY_MAX)
		return err_note(cx, ERR_INPUT, "The header of the form names no boundary.");
	return read_multipart(cx, form, boundary, body, length);
}

static const struct form_field *field_of(const struct form *form, const char *name)
{
	for (size_t i = 0; i < form->count; i++)
		if (strcmp(form->list[i].name, name) == 0)
			return &form->list[i];
	return NULL;
}

const char *form_text(const struct form *form, const char *name)
{
	const struct form_field *field = field_of(form, name);

	return field && !field->is_file ? field->value : NULL;
}

const struct form_field *form_file(const struct form *form, const char *name)
{
	const struct form_field *field = field_of(form, name);

	return field && field->is_file ? field : NULL;
}

const char *form_trimmed(struct cx *cx, const struct form *form, const char *name)
{
	const char *text = form_text(form, name);

	return text ? arena_trimmed(cx->arena, text) : "";
}

bool form_i64(const struct form *form, const char *name, int64_t min, int64_t max, int64_t *out)
{
	const char *text = form_text(form, name);

	return text && parse_i64(text, min, max, out);
}

bool form_has(const struct form *form, const char *name)
{
	return form_text(form, name) != NULL;
}
