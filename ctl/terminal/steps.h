/* SPDX-License-Identifier: MIT */
/* steps.h -- what to do on the other side, as numbered lines of text. */
#ifndef CTL_TERMINAL_STEPS_H
#define CTL_TERMINAL_STEPS_H

#include "shared/base/cx.h"

/*
 * "  1. Open ...\n", broken between words; url stands where a step asks for
 * it. steps: NULL behind the last, or NULL: "".
 */
const char *steps_text(struct cx *cx, const char *const *steps, const char *url);

#endif
