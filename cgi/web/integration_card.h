/* SPDX-License-Identifier: MIT */
/*
 * integration_card.h -- what pages say of an integration: how it is, what to do on the
 * other side, and what came of asking its server.
 */
#ifndef CGI_WEB_INTEGRATION_CARD_H
#define CGI_WEB_INTEGRATION_CARD_H

#include "cgi/web/page.h"
#include "shared/store/overview.h"

/* More than that, a page would not hold. */
enum { CONNECTIONS_SHOWN = 30 };

/* A provider of either table. */
struct provider {
	const char *name, *title;
	const char *const *steps; /* on the other side */
	bool is_asked;            /* it does not send by itself */
	bool names_users;         /* so that one of them can be chosen */
};
size_t connect_provider_count(void);
struct provider connect_provider(size_t index);
/* False when there is none of that name. */
bool connect_find_provider(const char *name, struct provider *out);

/* The visitor's integration that the path names; else ERR_NOT_FOUND. */
MUST_CHECK enum err connect_find(
	struct cx *cx, const struct app *app, const struct req *req, const struct overview **out);

/* Likewise without its health. */
MUST_CHECK enum err connect_find_own(struct cx *cx, const struct app *app, const struct req *req,
	const struct integration **out);

/* "settings/integrations/7" and what may follow. */
const char *connect_path(struct cx *cx, int64_t id, const char *rest);

struct condition {
	const char *badge; /* class: "good", "warn", "bad", "live" or "" */
	const char *word, *sentence;
};
struct condition connect_condition(struct cx *cx, const struct overview *row);

/* A numbered list; row NULL: none is there yet, so no step has gaps. */
void connect_steps(const struct page *p, const char *const *steps, const struct integration *row);

/* A value and the button that copies it. */
void connect_copy(const struct page *p, const char *label, const char *value);

/* What came of the last run and the last test, or that they are under way. */
void connect_asking(const struct page *p, const struct overview *row);

#endif
