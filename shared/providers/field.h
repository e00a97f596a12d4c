/* SPDX-License-Identifier: MIT */
/*
 * field.h -- what a person enters to connect a provider.
 *
 * A provider's row lists its fields (provider.h). Pages, API and ryotctl loop
 * over them, so a provider that needs an address and a key shows up with both
 * everywhere.
 */
#ifndef SHARED_PROVIDERS_FIELD_H
#define SHARED_PROVIDERS_FIELD_H

#include "shared/base/err.h"
#include "shared/base/lengths.h"

enum field_kind { FIELD_URL, FIELD_KEY, FIELD_CA_FILE, FIELD_ONLY_USER, FIELD__COUNT };

/* What holds for every field of a kind, whoever asks for it. */
struct field_type {
	const char *name;   /* in the API, and in a page's form */
	const char *option; /* of ryotctl */
	size_t max;         /* in bytes */
	bool is_secret;     /* never shown again */
	bool is_local;      /* names a file of this machine: only ryotctl offers it */
	bool is_of_server;  /* how a server is reached, as opposed to what is taken from it */
	const char *absent; /* "<provider> ...": why a provider without it refuses it */
	/*
	 * ERR_INPUT with a note for a value that nothing could be done with;
	 * *clean is the value to store, even then. Knows the text only.
	 */
	enum err (*check)(struct cx *cx, const char *text, const char **clean);
};

extern const struct field_type field_types[FIELD__COUNT];

/* A field of one provider, in its own words. */
struct field {
	enum field_kind kind;
	const char *label;   /* "Address of the server" */
	const char *help;    /* a sentence, or NULL */
	const char *example; /* "http://nas:13378", or NULL */
	bool is_needed;      /* there is no integration without it */
};

/* Is it text in one line, without control characters? */
bool field_is_line(const char *text);

/*
 * Marks an ERR_INPUT as being about that setting, for the API's "field";
 * returns the error as it is.
 */
MUST_CHECK enum err field_refused(struct cx *cx, const char *setting, enum err err);

#endif
