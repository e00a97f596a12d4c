/* SPDX-License-Identifier: MIT */
/* response.c -- headers and bodies of answers. */
#include "cgi/http/response.h"

#include "cgi/http/conn.h"
#include "shared/base/log.h"
#include "shared/json/write.h"

/*
 * nginx adds the headers that its own error pages need as well. Only a page may
 * load anything, and only from this host; no answer may be framed.
 */
static const char json_headers[] = "Content-Type: application/json\r\n"
				   "Content-Security-Policy: default-src 'none'; frame-ancestors "
				   "'none'\r\n";
static const char text_headers[] = "Content-Type: text/plain; version=0.0.4\r\n"
				   "Content-Security-Policy: default-src 'none'; frame-ancestors "
				   "'none'\r\n";
static const char page_headers[] = "Content-Type: text/html; charset=utf-8\r\n"
				   "Content-Security-Policy: default-src 'none'; style-src 'self'; "
				   "script-src 'self'; img-src 'self'; connect-src 'self'; "
				   "manifest-src 'self'; "
				   "form-action 'self'; base-uri 'self'; frame-ancestors 'none'\r\n"
				   "Cross-Origin-Opener-Policy: same-origin\r\n";
static const char search_headers[] = "Content-Type: application/opensearchdescription+xml\r\n"
				     "Content-Security-Policy: default-src 'none'; "
				     "frame-ancestors 'none'\r\n";
static const char file_headers[] = "Content-Security-Policy: default-src 'none'; frame-ancestors "
				   "'none'; sandbox\r\n";
/* It is named by its content, so it never changes. nginx adds its length. */
static const char picture_headers[] = "Content-Type: image/jpeg\r\n";
static const char *const headers[] = {
	[RES_JSON] = json_headers,
	[RES_TEXT] = text_headers,
	[RES_PAGE] = page_headers,
	[RES_FILE] = file_headers,
	[RES_SEARCH] = search_headers,
	[RES_PICTURE] = picture_headers,
};

enum { RETRY_AFTER_SECONDS = 5 };

void res_init(struct res *res, struct arena *a)
{
	*res = (struct res){ .status = 200 };
	buf_init(&res->body, a, ANSWER_MAX);
}

/* Can the sender correct it? Other errors are described in our log only. */
static bool is_senders(enum err err)
{
	return err == ERR_INPUT || err == ERR_AUTH || err == ERR_FORBIDDEN ||
	       err == ERR_NOT_FOUND || err == ERR_METHOD || err == ERR_TOO_LARGE ||
	       err == ERR_CONFLICT || err == ERR_TOO_MANY || err == ERR_SLOW;
}

enum err res_outward(struct cx *cx, enum err err, const char **detail)
{
	if (!is_senders(err) && !err_is_passing(err))
		err = ERR_INTERNAL;
	*detail = cx->note;
	if (is_senders(err))
		return err;
	log_error("answer %d: %s", err_http_status(err), log_quote(cx->arena, cx->note));
	*detail = "Nothing was recorded; try again later.";
	return err;
}

void res_fail(struct cx *cx, struct res *res, enum err err)
{
	const char *allow = err == ERR_METHOD ? res->allow : NULL;
	int64_t retry_after = err == ERR_TOO_MANY ? res->retry_after : 0;
	const char *detail;

	err = res_outward(cx, err, &detail);
	res_init(res, cx->arena);
	res->status = err_http_status(err);
	res->allow = allow;
	res->retry_after = retry_after;
	jput_open(&res->body, NULL, '{');
	jput_str(&res->body, "outcome", "refused");
	jput_str(&res->body, "reason", err_name(err));
	jput_str(&res->body, "detail", detail);
	if (err == ERR_INPUT && *cx->field) {
		jput_str(&res->body, "field", cx->field);
		jput_str(&res->body, "expected", cx->expected);
	}
	jput_close(&res->body, '}');
}

void res_bare(struct res *res, enum err err)
{
	static char none[1];

	*res = (struct res){ .status = err_http_status(err), .body.text = none };
}

/* RFC 9112 requires a reason phrase after the number. */
static const char *phrase_of(int status)
{
	static const struct phrase {
		int status;
		const char *text;
	} phrases[] = {
		/* clang-format off */
		{ 200, "OK" },
		{ 201, "Created" },
		{ 303, "See Other" },
		{ 400, "Bad Request" },
		{ 401, "Unauthorized" },
		{ 403, "Forbidden" },
		{ 404, "Not Found" },
		{ 405, "Method Not Allowed" },
		{ 409, "Conflict" },
		{ 413, "Content Too Large" },
		{ 429, "Too Many Requests" },
		{ 500, "Internal Server Error" },
		{ 503, "Service Unavailable" },
		/* clang-format on */
	};

	for (size_t i = 0; i < NELEM(phrases); i++)
		if (phrases[i].status == status)
			return phrases[i].text;
	return "Unknown";
}

static long length_of(const struct res *res)
{
	if (!res->file)
		return (long)res->body.length;
	return fseek(res->file, 0, SEEK_END) == 0 ? ftell(res->file) : 0;
}

static void put_header(struct buf *head, const char *name, const char *value)
{
	buf_puts(head, name);
	buf_puts(head, ": ");
	buf_puts(head, value);
	buf_puts(head, "\r\n");
}

static void put_number(struct buf *head, const char *name, int64_t number)
{
	buf_puts(head, name);
	buf_puts(head, ": ");
	buf_add_i64(head, number);
	buf_puts(head, "\r\n");
}

/* Includes the empty line. */
static void put_head(struct buf *head, const struct res *res)
{
	int64_t retry_after = res->retry_after;

	if (res->status == err_http_status(ERR_BUSY) && retry_after == 0)
		retry_after = RETRY_AFTER_SECONDS;
	buf_puts(head, "Status: ");
	buf_add_i64(head, res->status);
	buf_puts(head, " ");
	buf_puts(head, phrase_of(res->status));
	buf_puts(head, "\r\n");
	buf_puts(head, headers[res->kind]);
	if (res->kind == RES_PICTURE) {
		put_header(head, "Cache-Control", "private, max-age=31536000, immutable");
		put_header(head, "X-Accel-Redirect",
			arena_join(head->arena, "/kept-art/", res->picture, ""));
	} else {
		buf_puts(head, "Cache-Control: no-store\r\n");
	}
	put_number(head, "Content-Length", length_of(res));
	if (res->kind == RES_FILE) {
		put_header(head, "Content-Type", res->type);
		put_header(head, "Content-Disposition",
			arena_printf(head->arena, "attachment; filename=\"%s\"", res->file_name));
	}
	if (res->allow)
		put_header(head, "Allow", res->allow);
	if (res->location)
		put_header(head, "Location", res->location);
	for (size_t i = 0; i < RES_COOKIES; i++)
		if (res->cookies[i])
			put_header(head, "Set-Cookie", res->cookies[i]);
	if (retry_after > 0)
		put_number(head, "Retry-After", retry_after);
	if (res->status == err_http_status(ERR_AUTH) && res->kind == RES_JSON)
		put_header(head, "WWW-Authenticate", "Bearer");
	buf_puts(head, "\r\n");
}

static void put_body(struct conn *c, const struct res *res)
{
	char piece[16384];
	size_t got;

	if (!res->file) {
		conn_write(c, res->body.text, res->body.length);
		return;
	}
	rewind(res->file);
	while ((got = fread(piece, 1, sizeof(piece), res->file)) > 0)
		conn_write(c, piece, got);
}

bool res_send(struct conn *c, const struct req *req, const struct res *res)
{
	struct buf head;

	buf_init(&head, res->body.arena, ANSWER_MAX);
	put_head(&head, res);
	conn_write(c, head.text, head.length);
	if (strcmp(req->method, "HEAD") != 0)
		put_body(c, res);
	return conn_end(c);
}
