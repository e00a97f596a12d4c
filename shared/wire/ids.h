/* SPDX-License-Identifier: MIT */
/* ids.h -- ids of a work: an object by catalog, or one of a list. */
#ifndef SHARED_WIRE_IDS_H
#define SHARED_WIRE_IDS_H

#include "shared/base/buf.h"
#include "shared/progress/report.h"

/* The member `key`, an object: names of catalogs, and the ids. */
void ids_put(struct buf *out, const char *key, const struct ids *ids);

/* {"source":"...","value":"603"}, an element of an array. */
void id_put(struct buf *out, const struct id *id);

#endif
