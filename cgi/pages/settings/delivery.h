/* SPDX-License-Identifier: MIT */
/* delivery.h -- what the list and the page of one have in common. */
#ifndef CGI_PAGES_SETTINGS_DELIVERY_H
#define CGI_PAGES_SETTINGS_DELIVERY_H

#include "cgi/web/page.h"
#include "shared/store/delivery.h"

/* A word for what it led to. */
void settings_delivery_put_outcome(const struct page *p, const struct delivery *row);

#endif
