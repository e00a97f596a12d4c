/* SPDX-License-Identifier: MIT */
#include "shared/wire/ids.h"

#include "shared/json/write.h"

void ids_put(struct buf *out, const char *key, const struct ids *ids)
{
	jput_open(out, key, '{');
	for (size_t i = 0; i < ids->count; i++)
		jput_str(out, catalog_name(ids->list[i].source), ids->list[i].value);
	jput_close(out, '}');
}

void id_put(struct buf *out, const struct id *id)
{
	jput_open(out, NULL, '{');
	jput_str(out, "source", catalog_name(id->source));
	jput_str(out, "value", id->value);
	jput_close(out, '}');
}
