/* SPDX-License-Identifier: MIT */
#include "cgi/response.h"

#include "cgi/conn.h"
#include "shared/json.h"
#include "shared/log.h"

/*
 * An answer is for a program: nothing in it may be run, framed or kept. The
 * headers that fit nginx's own error pages as well are added there.
 */
static const char headers[] =
	"Content-Type: application/json\r\n"
	"Cache-Control: no-store\r\n"
	"Content-Security-Policy: default-src 'none'; frame-ancestors "
	"'none'\r\n";

enum { RETRY_AFTER_SECONDS = 5 };

void res_init(struct res *res, struct arena *a)
{
	*res = (struct res){ .status = 200 };
	buf_init(&res->body, a, ANSWER_MAX);
}

/* Is it the sender's to mend? Anything else stays within our own log. */
static bool is_senders(enum err err)
{
	return err == ERR_INPUT || err == ERR_AUTH || err == ERR_NOT_FOUND ||
	       err == ERR_METHOD || err == ERR_TOO_LARGE;
}

void res_fail(struct cx *cx, struct res *res, enum err err)
{
	const char *allow = err == ERR_METHOD ? res->allow : NULL;

	if (!is_senders(err) && !err_is_passing(err))
		err = ERR_INTERNAL;
	if (!is_senders(err))
		log_error("answer %d: %s", err_http_status(err),
			log_quote(cx->arena, cx->note));
	res_init(res, cx->arena);
	res->status = err_http_status(err);
	res->allow = allow;
	jput_open(&res->body, NULL, '{');
	jput_str(&res->body, "outcome", "refused");
	jput_str(&res->body, "reason", err_name(err));
	jput_str(&res->body, "detail",
		is_senders(err) ? cx->note
				: "Nothing was recorded; try again later.");
	jput_close(&res->body, '}');
}

/* RFC 9112 wants a phrase behind the number. */
static const char *phrase_of(int status)
{
	static const struct phrase {
		int status;
		const char *text;
	} phrases[] = {
		/* clang-format off */
		{ 200, "OK" },
		{ 400, "Bad Request" },
		{ 401, "Unauthorized" },
		{ 404, "Not Found" },
		{ 405, "Method Not Allowed" },
		{ 413, "Content Too Large" },
		{ 500, "Internal Server Error" },
		{ 503, "Service Unavailable" },
		/* clang-format on */
	};

	for (size_t i = 0; i < NELEM(phrases); i++)
		if (phrases[i].status == status)
			return phrases[i].text;
	return "Unknown";
}

bool res_send(struct conn *c, const struct req *req, const struct res *res)
{
	FCGX_Stream *out = c->fcgx.out;

	FCGX_FPrintF(out, "Status: %d %s\r\n%sContent-Length: %d\r\n",
		res->status, phrase_of(res->status), headers,
		(int)res->body.length);
	if (res->allow)
		FCGX_FPrintF(out, "Allow: %s\r\n", res->allow);
	if (res->status == err_http_status(ERR_BUSY))
		FCGX_FPrintF(out, "Retry-After: %d\r\n", RETRY_AFTER_SECONDS);
	if (res->status == err_http_status(ERR_AUTH))
		FCGX_PutS("WWW-Authenticate: Bearer\r\n", out);
	FCGX_PutS("\r\n", out);
	if (strcmp(req->method, "HEAD") != 0)
		FCGX_PutStr(res->body.text, (int)res->body.length, out);
	FCGX_Finish_r(&c->fcgx);
	return c->fcgx.ipcFd >= 0 && !c->is_last;
}
