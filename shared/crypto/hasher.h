/* SPDX-License-Identifier: MIT */
/*
 * hasher.h -- passwords hashed in a child process, because it takes a tenth of
 * a second and 64 MiB, and a loop has others to serve meanwhile.
 *
 * The process must ignore SIGCHLD: nobody waits for the child.
 */
#ifndef SHARED_CRYPTO_HASHER_H
#define SHARED_CRYPTO_HASHER_H

#include "shared/crypto/password.h"

struct hash_task {
	bool is_check;                   /* compare with `hash`; else make it */
	char hash[PASSWORD_HASH_TEXT];   /* of a check: "" for an unknown user */
	char password[PASSWORD_MAX + 1]; /* wipe it with secret_wipe */
	bool is_done;                    /* this and those below: by hasher_end */
	bool is_right;                   /* of a check */
};

/*
 * Starts a child for the task. *fd becomes readable when the child has ended.
 * ERR_BUSY: there is no room for another process.
 */
MUST_CHECK enum err hasher_start(struct cx *cx, const struct hash_task *task, int *fd);

/*
 * Takes the result and closes fd, which must be readable. False: the child
 * ended without one.
 */
MUST_CHECK bool hasher_end(int fd, struct hash_task *task);

#endif
