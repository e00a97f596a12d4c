/* SPDX-License-Identifier: MIT */
/*
 * integration.h -- what may be set on an integration, and what follows from it.
 *
 * Pages, API and ryotctl translate what they were sent into struct settings and
 * call this: what one of them refuses all refuse, in the same words. cx->field
 * then names the setting, as the API does.
 */
#ifndef SHARED_ACTIONS_INTEGRATION_H
#define SHARED_ACTIONS_INTEGRATION_H

#include "shared/actions/server.h"
#include "shared/base/conf.h"
#include "shared/providers/provider.h"
#include "shared/store/integration.h"

/* What every integration has; a provider's fields come on top. */
enum setting {
	SETTING_NAME,
	SETTING_ENABLED,
	SETTING_START,
	SETTING_COMPLETE,
	SETTING_SHARED,
	SETTING__COUNT
};

/* As typed; NULL stays as it is. */
struct settings {
	const char *value[SETTING__COUNT];
	const char *field[FIELD__COUNT];
};

/* Of a field: nothing any more. */
extern const char setting_none[];
/* For is_enabled. */
const char *setting_switch(bool is_on);

/* "only_user": the API's name of it. */
const char *setting_name(enum setting which);

/* ERR_INPUT: there is no such provider. */
MUST_CHECK enum err integration_provider(
	struct cx *cx, const char *name, const struct provider **out);

/* A new one, switched on, with the usual limits. */
struct integration integration_new(int64_t user_id, const struct provider *provider);

/*
 * Changes *row. Refuses what the provider has no use for, the server's settings
 * included; stores nothing.
 */
MUST_CHECK enum err integration_set(
	struct cx *cx, const struct settings *in, struct integration *row);

/* What is stored of a field that is not of the server, or NULL. */
const char *integration_field(const struct integration *row, enum field_kind kind);

/* Can its provider's server be asked for anything? */
bool integration_may_have_server(const struct integration *row);

/* Can it serve several people, by the accounts of its sender? */
bool integration_may_be_shared(const struct integration *row);

/* Is a server needed, or changed? Then the caller makes a server_draft. */
bool integration_has_draft(
	const struct settings *in, const struct server *was, const struct integration *row);
struct server_change integration_server_change(const struct settings *in);

/*
 * Both store, in the caller's transaction; draft: sealed, or NULL for none.
 * integration_add fills in row->id. ERR_INPUT past the quota.
 */
MUST_CHECK enum err integration_add(struct cx *cx, struct store *s, const struct conf *conf,
	struct integration *row, struct server_draft *draft);
MUST_CHECK enum err integration_save(
	struct cx *cx, struct store *s, const struct integration *row, struct server_draft *draft);

/*
 * The integration that a person's application token reports to, made with its
 * first report. The quota does not hold for it: it is one a provider, and
 * reports must not be lost.
 */
MUST_CHECK enum err integration_of_reports(struct cx *cx, struct store *s, int64_t user_id,
	const char *provider, const struct integration **out);

/* A new slug. ERR_CONFLICT: it has no webhook. */
MUST_CHECK enum err integration_rotate(
	struct cx *cx, struct store *s, const struct integration *row);

/* With its deliveries; the plays stay. */
MUST_CHECK enum err integration_remove(
	struct cx *cx, struct store *s, const struct integration *row);

#endif
