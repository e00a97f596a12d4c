/* SPDX-License-Identifier: MIT */
/*
 * skip.h -- checks a value that is left out.
 *
 * That is most of a body, so no function is called for each value in it.
 */
#ifndef SHARED_JSON_SKIP_H
#define SHARED_JSON_SKIP_H

#include "shared/json/scan.h"

/*
 * From where the value begins to after it; NULL, and s->wrong, if it is not
 * JSON. Arrays and objects may nest `depth` levels deep, at most 64.
 */
const char *skip_value(struct scan *s, const char *at, int depth);

#endif
