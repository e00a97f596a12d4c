/* SPDX-License-Identifier: MIT */
/*
 * peek.h -- one of the first members of a JSON object, read without the rest.
 *
 * Most of the cost of a body is the scan of its whole text (scan.h). Here
 * nothing is checked beyond the member that is asked for.
 */
#ifndef SHARED_JSON_PEEK_H
#define SHARED_JSON_PEEK_H

#include "shared/base/base.h"

/*
 * The value of that member, as written between its quotes; part of the text,
 * which ends with a NUL. Its at is NULL if it is no string, if an object or an
 * array stands before it, or if it is not there.
 */
struct bytes json_peek(const char *text, const char *key);

#endif
