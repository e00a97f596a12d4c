/* SPDX-License-Identifier: MIT */
/* integration.h -- an integration, as the commands that change it show it. */
#ifndef CTL_INTEGRATION_H
#define CTL_INTEGRATION_H

#include "ctl/ctl.h"

/* Whether what is shown holds the slug, which gives the right to write. */
enum secrecy {
	WITHOUT_SLUG,
	WITH_SLUG, /* and the URL made of it */
};

/* One object without its end: the caller may add to it, and closes it. */
void integration_put_open(struct cx *cx, struct ctl *ctl,
	const struct integration *row, enum secrecy secrecy);

void integration_print(
	struct cx *cx, struct ctl *ctl, const struct integration *row);

/* The webhook's URL, and what to enter on the sender's side. */
const char *integration_url(
	struct cx *cx, const struct ctl *ctl, const struct integration *row);
const char *integration_howto(struct cx *cx, const struct ctl *ctl,
	const struct integration *row); /* NULL: no sink, nothing to enter */
void integration_print_url(
	struct cx *cx, struct ctl *ctl, const struct integration *row);

#endif
