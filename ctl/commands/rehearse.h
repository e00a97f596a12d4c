/* SPDX-License-Identifier: MIT */
/* rehearse.h -- what today's rules would make of everything that is kept. */
#ifndef CTL_COMMANDS_REHEARSE_H
#define CTL_COMMANDS_REHEARSE_H

#include "ctl/ctl.h"

/*
 * Weighs all deliveries anew in a copy of the database, and prints what would
 * come out differently. The copy is for its owner only, and gone afterwards.
 * `scratch` has an arena for one delivery at a time.
 */
MUST_CHECK enum err rehearse(struct cx *cx, struct cx *scratch, struct ctl *ctl);

#endif
