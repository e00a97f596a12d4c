/* SPDX-License-Identifier: MIT */
/* works.h -- several works on a page, as posters or as lines. */
#ifndef CGI_PAGES_WORKS_WORKS_H
#define CGI_PAGES_WORKS_WORKS_H

#include "cgi/web/page.h"
#include "shared/store/library_work.h"

/* As the person wants to see the library (looks.h). */
void works_put(const struct call *c, const struct library_work *rows, size_t count);

/* An <li> for a list: cover, name, kind, when it was played last. */
void works_put_line(const struct call *c, const struct library_work *w);

#endif
