/* SPDX-License-Identifier: MIT */
/*
 * integration_card.h -- what pages show of an integration: its state, the steps
 * of setting it up, and the result of its last sync and test.
 */
#ifndef CGI_WEB_INTEGRATION_CARD_H
#define CGI_WEB_INTEGRATION_CARD_H

#include "cgi/web/page.h"
#include "shared/actions/integration.h"
#include "shared/providers/provider.h"
#include "shared/store/overview.h"

/* The visitor's integration whose id is in the path, or ERR_NOT_FOUND. */
MUST_CHECK enum err integration_card_find(const struct call *c, const struct overview **out);

/* The same without its health. */
MUST_CHECK enum err integration_card_find_own(const struct call *c, const struct integration **out);

/* "settings/integrations/7", followed by `rest`. */
const char *integration_card_path(struct cx *cx, int64_t id, const char *rest);

struct condition {
	const char *badge; /* class: "good", "warn", "bad", "live" or "" */
	const char *word, *sentence;
};
struct condition integration_card_condition(struct cx *cx, const struct overview *row);

/* A numbered list. row: its values, or NULL before the integration exists. */
void integration_card_steps(
	const struct call *c, const char *const *steps, const struct integration *row);

struct field_input {
	const char *value; /* what stands in it, or "" */
	bool is_kept;      /* a secret may stay empty, for one is stored */
	const char *error; /* what is wrong with it, or NULL */
};
/* The input of a field with its error and its hint. */
void integration_card_field(
	const struct call *c, const struct field *field, const struct field_input *input);

/*
 * The fields that a form has sent, trimmed. One that may be empty and is
 * clears the setting. Those of a file of this machine are passed over.
 */
void integration_card_read_fields(
	const struct call *c, const struct provider *provider, struct settings *in);

/* A moment of a list of facts: its name, and when it was; UNSAID: never. */
void integration_card_fact(const struct call *c, const char *name, int64_t ms);

/* A value with a button that copies it. */
void integration_card_copy(const struct call *c, const char *label, const char *value);

/*
 * That something was asked for and has not begun: will it be at once, or when
 * cron comes? check_path: the page that shows what became of it.
 */
void integration_card_waiting(const struct call *c, int64_t since_ms, const char *check_path);

/* The result of the last sync and the last test, or that they are running. */
void integration_card_asking(const struct call *c, const struct overview *row);

#endif
