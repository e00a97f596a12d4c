/* SPDX-License-Identifier: MIT */
/*
 * html.h -- the only two ways to write a page.
 *
 * html() takes a literal; the compiler refuses a variable. htmlf() escapes
 * every %s, and otherwise accepts only %d, %zu, %% and PRId64. So markup comes
 * from our source only, and no input can become markup. Attribute values are
 * always in single quotes.
 */
#ifndef CGI_WEB_HTML_H
#define CGI_WEB_HTML_H

#include "shared/base/buf.h"

#define html(out, literal) buf_puts((out), "" literal "")

PRINTF(2, 3) void htmlf(struct buf *out, const char *format, ...);

#endif
