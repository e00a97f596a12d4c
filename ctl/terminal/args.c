/* SPDX-License-Identifier: MIT */
#include "ctl/terminal/args.h"

#include "ctl/terminal/text.h"
#include "shared/base/arena.h"
#include "shared/base/parse.h"
#include "shared/progress/rules.h"

struct reading {
	struct cx *cx;
	const struct arg_table *table;
	unsigned char *into;
	uint32_t seen; /* one bit per row */
};

static bool is_option(const char *text)
{
	return text[0] == '-' && text[1] != '\0';
}

static enum err check_text(struct cx *cx, const struct arg *row, const char *text)
{
	if (*text && (int64_t)strlen(text) <= row->max && shown_is_plain(text))
		return OK;
	return err_note(cx, ERR_USAGE,
		"%s must be 1 to %" PRId64 " bytes of UTF-8 without control characters", row->name,
		row->max);
}

static enum err read_whole(
	struct cx *cx, const struct arg *row, const char *text, int64_t max, int64_t *out)
{
	if (parse_i64(text, 1, max, out))
		return OK;
	if (max == INT64_MAX)
		return err_note(
			cx, ERR_USAGE, "%s is a whole number from 1, not \"%s\"", row->name, text);
	return err_note(cx, ERR_USAGE, "%s is a whole number from 1 to %" PRId64 ", not \"%s\"",
		row->name, max, text);
}

static enum err take(struct reading *r, size_t index, const char *text)
{
	const struct arg *row = &r->table->rows[index];
	bool yes = true;
	int64_t number = 0;
	enum err err = OK;

	if (r->seen & (UINT32_C(1) << index))
		return err_note(r->cx, ERR_USAGE, "%s was given twice", row->name);
	r->seen |= UINT32_C(1) << index;
	switch (row->type) {
	case ARG_FLAG:
		memcpy(r->into + row->at, &yes, sizeof(yes));
		return OK;
	case ARG_SETTING:
		memcpy(r->into + row->at, &text, sizeof(text));
		return OK;
	case ARG_TEXT:
		memcpy(r->into + row->at, &text, sizeof(text));
		return check_text(r->cx, row, text);
	case ARG_ID:
		err = read_whole(r->cx, row, text, INT64_MAX, &number);
		break;
	case ARG_COUNT:
		err = read_whole(r->cx, row, text, row->max, &number);
		break;
	}
	memcpy(r->into + row->at, &number, sizeof(number));
	return err;
}

/* The row named by the first `length` bytes of text; the count if none is. */
static size_t find_option(const struct arg_table *t, const char *text, size_t length)
{
	size_t i = 0;

	while (i < t->count &&
		(strncmp(t->rows[i].name, text, length) != 0 || t->rows[i].name[length] != '\0'))
		i++;
	return i;
}

/* argv[*at] is an option; its value may be the next argument. */
static enum err take_option(struct reading *r, char **argv, int *at)
{
	const char *text = argv[*at];
	size_t length = strcspn(text, "=");
	const char *value = text[length] ? text + length + 1 : NULL;
	size_t index = find_option(r->table, text, length);
	const struct arg *row = &r->table->rows[index];

	if (index == r->table->count)
		return err_note(r->cx, ERR_USAGE, "there is no option \"%.*s\"", (int)length, text);
	if (row->type == ARG_FLAG)
		return value ? err_note(r->cx, ERR_USAGE, "%s takes no value", row->name)
			     : take(r, index, "");
	if (!value && argv[*at + 1] && strncmp(argv[*at + 1], "--", 2) != 0)
		value = argv[++*at];
	if (!value)
		return err_note(r->cx, ERR_USAGE, "%s needs a value: %s %s", row->name, row->name,
			row->value);
	return take(r, index, value);
}

static enum err take_operand(struct reading *r, const char *text)
{
	for (size_t i = 0; i < r->table->count; i++)
		if (!is_option(r->table->rows[i].name) && !(r->seen & (UINT32_C(1) << i)))
			return take(r, i, text);
	return err_note(r->cx, ERR_USAGE, "unexpected argument \"%s\"", text);
}

static enum err check_needed(const struct reading *r)
{
	for (size_t i = 0; i < r->table->count; i++)
		if (r->table->rows[i].need == ARG_NEEDED && !(r->seen & (UINT32_C(1) << i)))
			return err_note(r->cx, ERR_USAGE, "%s is missing", r->table->rows[i].name);
	return OK;
}

enum err args_read(struct cx *cx, const struct arg_table *table, int argc, char **argv, void **out)
{
	struct reading r = { .cx = cx, .table = table };
	bool has_options = true;

	ASSERT(table->count <= 32);
	r.into = arena_alloc(cx->arena, table->size + 1);
	for (int i = 0; i < argc; i++) {
		if (has_options && strcmp(argv[i], "--") == 0)
			has_options = false;
		else if (has_options && is_option(argv[i]))
			TRY(take_option(&r, argv, &i));
		else
			TRY(take_operand(&r, argv[i]));
	}
	*out = r.into;
	return check_needed(&r);
}

void args_help(const struct arg_table *table, FILE *to)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct arg *row = &table->rows[i];
		char left[60];

		snprintf(left, sizeof(left), "%s%s%s", row->name, row->value ? " " : "",
			row->value ? row->value : "");
		fprintf(to, "  %-22s  %s\n", left, row->help);
	}
}
