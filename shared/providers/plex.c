/* SPDX-License-Identifier: MIT */
/*
 * plex.c -- Plex's own webhooks: a form whose field "payload" is the JSON, next
 * to a picture. plex_body.h says what is in it.
 */
#include "shared/providers/plex_body.h"
#include "shared/providers/provider.h"

static const char *const keys[] = {
	/* clang-format off */
	"Account", "duration", "event", "grandparentGuid", "grandparentRatingKey",
	"grandparentTitle", "guid", "id", "index", "Metadata", "parentIndex",
	"ratingKey", "title", "type", "viewOffset", "year", NULL,
	/* clang-format on */
};

static const char *const marks[] = { "event", "Account", "Metadata", NULL };

static const char no_show[] =
	"Plex names this episode, but not its show. Only libraries of the old agents (\"TheTVDB\", "
	"\"The Movie Database\") name it: choose one in Plex under Manage Library, Edit, Advanced, "
	"or report with another sender.";

static enum err decode(struct cx *cx, struct json body, struct messages *out)
{
	return plex_body_read(cx, body, 1, no_show, out);
}

static const struct sink sink = {
	.form_field = "payload",
	.marks = marks,
	.keys = keys,
	.decode = decode,
};

static const char *const steps[] = {
	"Webhooks of Plex need a Plex Pass of the server's owner. Without one, add an integration "
	"of Tautulli instead.",
	"On the server, open Settings, Network, press Show Advanced, tick Webhooks and save.",
	"In Plex on the web, sign in as the owner, click the picture of the account, open Account "
	"Settings, Webhooks and press Add Webhook.",
	"Enter this URL and press Save Changes: {url}",
	"Plex sends for every account that plays on any server of the owner: enter here the name "
	"of the account whose progress this is.",
	"Play a film, pause it, and look at {deliveries}: Plex tells the position at play, pause, "
	"resume and stop only, and nothing when something is marked as watched.",
	NULL,
};

const struct provider provider_plex = {
	.name = "plex",
	.title = "Plex",
	.steps = steps,
	.fields = { { .kind = FIELD_ONLY_USER,
		.label = "Only this account of Plex",
		.help = "Empty: every account that it sends for.",
		.example = "alice" } },
	.sink = &sink,
};
