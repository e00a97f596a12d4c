/* SPDX-License-Identifier: MIT */
/* steps.h -- setup steps for the sender, as numbered lines of text. */
#ifndef CTL_TERMINAL_STEPS_H
#define CTL_TERMINAL_STEPS_H

#include "shared/base/cx.h"

/*
 * Formats steps as "  1. Open ...\n", wrapped between words, with url filled in
 * where a step names it. steps ends with NULL; a NULL list gives "".
 */
const char *steps_text(struct cx *cx, const char *const *steps, const char *url);

#endif
