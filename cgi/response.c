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

void res_fail(struct cx *cx, struct res *res, enum err err)
{
	const char *allow = err == ERR_METHOD ? res->allow : NULL;
	int status = err_http_status(err);

	res_init(res, cx->arena);
	res->status = status;
	res->allow = allow;
	jput_open(&res->body, NULL, '{');
	jput_str(&res->body, "outcome", "refused");
	jput_str(&res->body, "reason", err_name(err));
	/* What is wrong inside is for our log, not for the sender. */
	jput_str(&res->body, "detail",
		status >= 500 ? "Nothing was recorded; try again later."
			      : cx->note);
	jput_close(&res->body, '}');
	if (status >= 500)
		res->log = arena_printf(cx->arena, "failed status=%d note=%s",
			status, log_quote(cx->arena, cx->note));
}

bool res_send(struct conn *c, const struct req *req, const struct res *res)
{
	FCGX_Stream *out = c->fcgx.out;

	FCGX_FPrintF(out, "Status: %d\r\n%sContent-Length: %d\r\n", res->status,
		headers, (int)res->body.length);
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
	return c->fcgx.ipcFd >= 0;
}
