/* SPDX-License-Identifier: MIT */
/*
 * pairing.h -- a device without a keyboard gets a token (RFC 8628).
 *
 * It asks for two codes, shows the short one, and then asks again and again
 * for its token with the long one, which nobody else has. Meanwhile somebody
 * who has signed in enters the short one and allows it. All of this is in the
 * caller's transaction.
 */
#ifndef SHARED_ACTIONS_PAIRING_H
#define SHARED_ACTIONS_PAIRING_H

#include "shared/base/conf.h"
#include "shared/store/pairing.h"

/* Seconds: how long a code is good, and how often a device may ask. */
enum { PAIRING_SECONDS = 600, PAIRING_INTERVAL = 5 };
enum { PAIRINGS_MAX = 1000, PAIRINGS_OF_ADDRESS = 10 };

struct pairing_codes {
	char device[TOKEN_TEXT];
	char user[SHORT_TEXT]; /* "WDJB-MJHT" */
};

/*
 * `name` is what the device calls itself, or NULL. ERR_TOO_MANY when too many
 * wait, in all or from that address.
 */
MUST_CHECK enum err pairing_begin(struct cx *cx, struct store *s, const char *name,
	const char *remote, struct pairing_codes *out);

/*
 * The device that waits with this short code: case, blanks and hyphens do not
 * matter. ERR_INPUT: there is none, and the attempt is counted. ERR_TOO_MANY:
 * the person must wait before another attempt.
 */
MUST_CHECK enum err pairing_find(
	struct cx *cx, struct store *s, int64_t user_id, const char *code, struct pairing *out);

/* The person's answer. ERR_INPUT: their quota of tokens is used up. */
MUST_CHECK enum err pairing_answer(struct cx *cx, struct store *s, const struct conf *conf,
	int64_t user_id, bool is_allowed, struct pairing *row);

enum pairing_progress {
	PAIRING_GETS_TOKEN,
	PAIRING_MUST_WAIT,
	PAIRING_IS_TOO_FAST,
	PAIRING_IS_DENIED,
	PAIRING_IS_LATE,
	PAIRING_HAS_IT, /* it got its token before */
	PAIRING_IS_UNKNOWN,
	PAIRING_PROGRESS__COUNT
};

/* The device asks for its token, which is made when it gets it. */
MUST_CHECK enum err pairing_ask(struct cx *cx, struct store *s, const char *device_code,
	char token[static TOKEN_TEXT], enum pairing_progress *out);

#endif
