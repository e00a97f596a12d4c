/* SPDX-License-Identifier: MIT */
/*
 * plex.c -- Plex's own webhooks: a form whose field "payload" is the JSON, next
 * to a picture. plex_body.h says what is in it.
 */
#include "shared/providers/plex_api.h"
#include "shared/providers/plex_art.h"
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
	"Plex names this episode, but not its show. Enter the address of the Plex server and an "
	"X-Plex-Token on the page of this integration, under Server: then it is asked which show "
	"this is.";

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
	"For series: Plex does not say which show an episode belongs to. Enter the address of the "
	"server and an X-Plex-Token here, under Server, and it is asked.",
	"Play a film, pause it, and look at {deliveries}: Plex tells the position at play, pause, "
	"resume and stop only, and nothing when something is marked as watched.",
	NULL,
};

const struct provider provider_plex = {
	.name = "plex",
	.title = "Plex",
	.steps = steps,
	.fields = {
		{ .kind = FIELD_URL,
			.label = "Server address",
			.help = "Of the Plex server, to ask which show an episode belongs to. "
				    "Empty: nothing is asked, and episodes are not tracked.",
			.example = "http://nas:32400" },
		{ .kind = FIELD_KEY,
			.label = "X-Plex-Token",
			.help = "In Plex on the web, as the owner: open any film, its menu, Get "
				"Info, View XML. The address of that page ends with it. It is "
				"stored encrypted and never shown again." },
		{ .kind = FIELD_CA_FILE, .label = "Certificate authority, a file" },
		{ .kind = FIELD_ONLY_USER,
			.label = "Only this account of Plex",
			.help = "Empty: every account that it sends for.",
			.example = "alice" },
	},
	.sink = &sink,
	.service = &plex_service,
	.lookup = &plex_lookup,
	.art = &plex_art,
};
