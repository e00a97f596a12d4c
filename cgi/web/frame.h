/* SPDX-License-Identifier: MIT */
/* frame.h -- what stands around every page: its head, the bar and the foot. */
#ifndef CGI_WEB_FRAME_H
#define CGI_WEB_FRAME_H

#include "cgi/web/page.h"

/* Up to </head>. */
void frame_head(const struct call *c, const char *title);

/* <body>, the link that skips to the content, and the bar. */
void frame_bar(const struct call *c, enum section section);

/* What is below <main>, up to the end of the document. */
void frame_foot(const struct call *c);

#endif
