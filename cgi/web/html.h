/* SPDX-License-Identifier: MIT */
/*
 * html.h -- the only two ways to write a page.
 *
 * html() takes a literal: the compiler refuses a variable. htmlf() escapes
 * every %s, and knows besides only %d, %zu, %% and PRId64. So markup is what
 * stands in our source, and nothing from outside can become any. Attribute
 * values stand in single quotes, always.
 */
#ifndef CGI_WEB_HTML_H
#define CGI_WEB_HTML_H

#include "shared/base/buf.h"

#define html(out, literal) buf_puts((out), "" literal "")

PRINTF(2, 3) void htmlf(struct buf *out, const char *format, ...);

#endif
