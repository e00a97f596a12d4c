/* SPDX-License-Identifier: MIT */
/* fold.h -- compares names the way people do. libunistring stands behind it. */
#ifndef SHARED_BASE_FOLD_H
#define SHARED_BASE_FOLD_H

#include "shared/base/err.h"

/*
 * *is_same: the names, both UTF-8, differ at most in case and in whether an
 * accent is a separate character (canonical equivalence). ERR_INTERNAL without
 * memory.
 */
MUST_CHECK enum err fold_compare(struct cx *cx, const char *a, const char *b, bool *is_same);

#endif
