/* SPDX-License-Identifier: MIT */
/*
 * form.h -- the fields of a form: a query string, an urlencoded body, or a
 * multipart body with files in it.
 *
 * All values are valid UTF-8 without NUL, cut of nothing; blanks around them
 * stay. A form with more than FORM_FIELDS fields, a broken escape or a broken
 * part is ERR_INPUT as a whole.
 */
#ifndef CGI_HTTP_FORM_H
#define CGI_HTTP_FORM_H

#include "shared/base/err.h"

enum { FORM_FIELDS = 64 };

struct form_field {
	const char *name, *value;
	size_t length; /* of value, which may hold anything if it is a file */
	bool is_file;
};

struct form {
	struct form_field list[FORM_FIELDS];
	size_t count;
};

/* Adds the fields of "a=1&b=two+words". */
MUST_CHECK enum err form_read_query(
	struct cx *cx, struct form *form, const char *text, size_t length);

/* Adds the fields of a body of that content type; another type: ERR_INPUT. */
MUST_CHECK enum err form_read_body(
	struct cx *cx, struct form *form, const char *type, const char *body, size_t length);

/* The first field of that name; NULL when there is none. */
const char *form_text(const struct form *form, const char *name);
const struct form_field *form_file(const struct form *form, const char *name);

/* Likewise, "" when there is none, without blanks around it. */
const char *form_trimmed(struct cx *cx, const struct form *form, const char *name);

/* True with a whole number within bounds. */
bool form_i64(const struct form *form, const char *name, int64_t min, int64_t max, int64_t *out);

/* Is the box ticked? */
bool form_has(const struct form *form, const char *name);

#endif
