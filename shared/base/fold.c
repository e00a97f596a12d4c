/* SPDX-License-Identifier: MIT */
#include "shared/base/fold.h"

#include <unicase.h>
#include <uninorm.h>

enum err fold_compare(struct cx *cx, const char *a, const char *b, bool *is_same)
{
	int order;

	/* Most names are ASCII, and compared without allocating. */
	*is_same = strcasecmp(a, b) == 0;
	if (*is_same)
		return OK;
	if (u8_casecmp((const uint8_t *)a, strlen(a), (const uint8_t *)b, strlen(b), NULL,
		    UNINORM_NFC, &order) != 0)
		return err_note(cx, ERR_INTERNAL, "names: %s", strerror(errno));
	*is_same = order == 0;
	return OK;
}
