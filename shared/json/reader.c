/* SPDX-License-Identifier: MIT */
#include "shared/json/reader.h"

#include "shared/progress/report.h"

struct json reader_need_object(struct reader *r, struct json in, const char *key)
{
	struct json out = { NULL, "" };

	if (r->err == OK)
		r->err = json_need_object(r->cx, in, key, &out);
	return out;
}

const char *reader_need_str(struct reader *r, struct json in, const char *key, size_t max)
{
	const char *out = NULL;

	if (r->err == OK)
		r->err = json_need_str(r->cx, in, key, max, &out);
	return out;
}

struct json reader_object(struct reader *r, struct json in, const char *key)
{
	struct json out = { NULL, "" };

	if (r->err == OK)
		r->err = json_may_object(r->cx, in, key, &out);
	return out;
}

const char *reader_str(struct reader *r, struct json in, const char *key, size_t max)
{
	const char *out = NULL;

	if (r->err == OK)
		r->err = json_may_str(r->cx, in, key, max, &out);
	return out;
}

const char *reader_idtext(struct reader *r, struct json in, const char *key)
{
	const char *out = NULL;

	if (r->err == OK)
		r->err = json_may_idtext(r->cx, in, key, &out);
	return out;
}

int64_t reader_i64(struct reader *r, struct json in, const char *key, struct range range)
{
	int64_t out = UNSAID;

	if (r->err == OK)
		r->err = json_may_i64(r->cx, in, key, range, &out);
	return out;
}

int reader_int(struct reader *r, struct json in, const char *key, struct range range)
{
	int out = UNSAID;

	if (r->err == OK)
		r->err = json_may_int(r->cx, in, key, range, &out);
	return out;
}

int reader_side_int(struct reader *r, struct json in, const char *key, struct range range)
{
	int out = UNSAID;

	if (r->err != OK || json_may_int(r->cx, in, key, range, &out) == OK)
		return out;
	r->cx->field[0] = r->cx->expected[0] = '\0';
	return UNSAID;
}

int64_t reader_scaled(struct reader *r, struct json in, const char *key, int64_t scale)
{
	int64_t out = UNSAID;

	if (r->err == OK)
		r->err = json_may_scaled(r->cx, in, key, scale, &out);
	return out;
}

bool reader_bool(struct reader *r, struct json in, const char *key)
{
	bool out = false;

	if (r->err == OK)
		r->err = json_may_bool(r->cx, in, key, &out);
	return out;
}

void reader_refuse(struct reader *r, struct json in, const char *key, const char *expected)
{
	if (r->err == OK)
		r->err = err_field(r->cx, json_path(r->cx, in, key), "%s", expected);
}
