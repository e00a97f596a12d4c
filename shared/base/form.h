/* SPDX-License-Identifier: MIT */
/*
 * form.h -- the fields of a form: a query string, an urlencoded body, or a
 * multipart body with files in it.
 *
 * Values are valid UTF-8 without NUL and are kept whole, with the blanks around
 * them. A form with more than FORM_FIELDS fields, a malformed escape or a
 * malformed part is refused entirely, with ERR_INPUT.
 */
#ifndef SHARED_BASE_FORM_H
#define SHARED_BASE_FORM_H

#include "shared/base/err.h"

enum { FORM_FIELDS = 64 };

struct form_field {
	const char *name, *value;
	size_t length; /* of value; a file may contain any bytes */
	bool is_file;
};

struct form {
	struct form_field list[FORM_FIELDS];
	size_t count;
};

/* Adds the fields of "a=1&b=two+words". */
MUST_CHECK enum err form_read_query(
	struct cx *cx, struct form *form, const char *text, size_t length);

/* Adds the fields of a body; ERR_INPUT if its content type is not a form's. */
MUST_CHECK enum err form_read_body(
	struct cx *cx, struct form *form, const char *type, const char *body, size_t length);

/* The first field of that name, or NULL. */
const char *form_text(const struct form *form, const char *name);
const struct form_field *form_file(const struct form *form, const char *name);

/* The first field of that name without surrounding blanks, or "". */
const char *form_trimmed(struct cx *cx, const struct form *form, const char *name);

/* True if the field is a whole number within those bounds. */
bool form_i64(const struct form *form, const char *name, int64_t min, int64_t max, int64_t *out);

/* Is the box ticked? */
bool form_has(const struct form *form, const char *name);

#endif
