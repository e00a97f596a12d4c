/* SPDX-License-Identifier: MIT */
/* pretty.h -- JSON laid out for people. */
#ifndef SHARED_JSON_PRETTY_H
#define SHARED_JSON_PRETTY_H

#include "shared/base/arena.h"
#include "shared/base/cx.h"

/*
 * The text with line breaks and indentation, in the arena; NULL when it is not
 * JSON or has more than JSON_VALUES_MAX values.
 */
const char *json_lines(struct cx *cx, const char *text, size_t length);

#endif
