/* SPDX-License-Identifier: MIT */
/* delivery.h -- what the pages of deliveries share. */
#ifndef CGI_PAGES_SETTINGS_DELIVERY_H
#define CGI_PAGES_SETTINGS_DELIVERY_H

#include "cgi/web/page.h"
#include "shared/store/delivery.h"

/* The outcome, as a badge. */
void settings_delivery_put_outcome(const struct call *c, const struct delivery *row);

/* What it is about: "Harbour S1 E2 · Ebb", or a dash if nothing says. */
void settings_delivery_put_about(const struct call *c, const struct delivery *row);

#endif
