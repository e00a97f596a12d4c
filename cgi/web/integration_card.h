/* SPDX-License-Identifier: MIT */
/*
 * integration_card.h -- what pages show of an integration: its state, the steps
 * of setting it up, and the result of its last sync and test.
 */
#ifndef CGI_WEB_INTEGRATION_CARD_H
#define CGI_WEB_INTEGRATION_CARD_H

#include "cgi/web/page.h"
#include "shared/store/overview.h"

/* A page shows at most so many. */
enum { CONNECTIONS_SHOWN = 30 };

/* A sink or a source. */
struct provider {
	const char *name, *title;
	const char *const *steps; /* of setting it up */
	bool is_asked;            /* a source: we ask it */
	bool names_users;         /* its reports name a user, who can be chosen */
};
size_t connect_provider_count(void);
struct provider connect_provider(size_t index);
/* False if there is none of that name. */
bool connect_find_provider(const char *name, struct provider *out);

/* The visitor's integration whose id is in the path, or ERR_NOT_FOUND. */
MUST_CHECK enum err connect_find(
	struct cx *cx, const struct app *app, const struct req *req, const struct overview **out);

/* The same without its health. */
MUST_CHECK enum err connect_find_own(struct cx *cx, const struct app *app, const struct req *req,
	const struct integration **out);

/* "settings/integrations/7", followed by `rest`. */
const char *connect_path(struct cx *cx, int64_t id, const char *rest);

struct condition {
	const char *badge; /* class: "good", "warn", "bad", "live" or "" */
	const char *word, *sentence;
};
struct condition connect_condition(struct cx *cx, const struct overview *row);

/* A numbered list. row: its values, or NULL before the integration exists. */
void connect_steps(const struct page *p, const char *const *steps, const struct integration *row);

/* A value with a button that copies it. */
void connect_copy(const struct page *p, const char *label, const char *value);

/* The result of the last sync and the last test, or that they are running. */
void connect_asking(const struct page *p, const struct overview *row);

#endif
