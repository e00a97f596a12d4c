/* SPDX-License-Identifier: MIT */
#include "shared/providers/local.h"

#include "shared/base/parse.h"

void local_add(struct cx *cx, struct ids *ids, const char *server, const char *id)
{
	const char *host = strstr(server, "://");

	if (parse_is_uuid(id) ||
		!ids_add(ids, CATALOG_LOCAL,
			arena_printf(cx->arena, "%s/%s", host ? host + 3 : server, id)))
		ids_add(ids, CATALOG_LOCAL, id);
}
