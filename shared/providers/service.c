/* SPDX-License-Identifier: MIT */
#include "shared/providers/service.h"

bool answer_is_json(const struct answer *a)
{
	static const char json[] = "application/json";

	return a->status == 200 && strncasecmp(a->type, json, sizeof(json) - 1) == 0;
}
