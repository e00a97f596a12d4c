/* SPDX-License-Identifier: MIT */
#include "ctl/commands/integration_args.h"

#include "ctl/terminal/text.h"

struct settings integration_settings(const struct integration_args *a)
{
	struct settings in = { .value = { NULL } };

	in.value[SETTING_NAME] = a->name;
	in.value[SETTING_START] = a->start;
	in.value[SETTING_COMPLETE] = a->complete;
	if (a->enable || a->disable)
		in.value[SETTING_ENABLED] = setting_switch(a->enable);
	if (a->shared || a->alone)
		in.value[SETTING_SHARED] = setting_switch(a->shared);
	in.field[FIELD_ONLY_USER] = a->all_users ? setting_none : a->only_user;
	in.field[FIELD_URL] = a->no_server ? setting_none : a->server.url;
	in.field[FIELD_CA_FILE] = a->server.no_ca_file ? setting_none : a->server.ca_file;
	if (a->server.key_stdin || a->server.key_from || a->server.is_unchecked)
		in.field[FIELD_KEY] = "";
	return in;
}

enum err integration_check_plain(struct cx *cx, const struct integration_args *a)
{
	const char *const texts[] = { a->name, a->only_user };

	for (size_t i = 0; i < NELEM(texts); i++)
		if (texts[i] && !shown_is_plain(texts[i]))
			return err_note(cx, ERR_USAGE,
				"--name and --only-user hold no characters that a terminal hides");
	return OK;
}
