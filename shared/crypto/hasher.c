/* SPDX-License-Identifier: MIT */
/* hasher.c -- one child for each password; it says what it found, and ends. */
#include "shared/crypto/hasher.h"

#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "shared/crypto/secret.h"

enum { ANSWER_FD = STDERR_FILENO + 1 };

/* Of Linux and glibc, which declares it for _GNU_SOURCE only, as alloca. */
int close_range(unsigned int first, unsigned int last, int flags);

/* At most PIPE_BUF bytes, so a write of it is never split. */
struct answer {
	bool is_right;
	char hash[PASSWORD_HASH_TEXT];
};

/*
 * Everything but standard error and the pipe: connections, the listener and the
 * database belong to the parent, which must be able to close them.
 */
static bool drop_files(int pipe_fd)
{
	return (pipe_fd == ANSWER_FD || dup2(pipe_fd, ANSWER_FD) == ANSWER_FD) &&
	       close_range(ANSWER_FD + 1, ~0U, 0) == 0;
}

static bool find(const struct hash_task *task, struct answer *answer)
{
	struct cx cx = { .now_ms = 0 };

	if (!task->is_check)
		return password_hash(&cx, task->password, answer->hash) == OK;
	answer->is_right = password_verify(*task->hash ? task->hash : NULL, task->password);
	return true;
}

static NORETURN void run_child(const struct hash_task *task, int pipe_fd)
{
	static const char ready = 1;
	struct answer answer = { .is_right = false };
	bool is_found = prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && drop_files(pipe_fd) &&
			write(ANSWER_FD, &ready, 1) == 1 && find(task, &answer) &&
			write(ANSWER_FD, &answer, sizeof(answer)) == (ssize_t)sizeof(answer);

	_exit(is_found ? EXIT_SUCCESS : EXIT_FAILURE);
}

/*
 * Waits until the child has dropped its files, which takes no longer than the
 * fork itself: while it has them, a connection that the parent closes stays
 * open, and in the parent's epoll set.
 */
static bool is_ready(int fd)
{
	char ready;

	return read(fd, &ready, 1) == 1;
}

enum err hasher_start(struct cx *cx, const struct hash_task *task, int *fd)
{
	int ends[2];
	pid_t child;

	if (pipe(ends) != 0)
		return err_note(cx, ERR_BUSY, "no pipe to hash a password: %s", strerror(errno));
	child = fork();
	if (child == 0)
		run_child(task, ends[1]);
	close(ends[1]);
	*fd = ends[0];
	if (child > 0 && is_ready(*fd))
		return OK;
	close(*fd);
	*fd = -1;
	return err_note(cx, ERR_BUSY, "no process to hash a password");
}

bool hasher_end(int fd, struct hash_task *task)
{
	struct answer answer;

	task->is_done = read(fd, &answer, sizeof(answer)) == (ssize_t)sizeof(answer);
	close(fd);
	if (!task->is_done)
		return false;
	if (task->is_check)
		task->is_right = answer.is_right;
	else
		snprintf(task->hash, sizeof(task->hash), "%.*s", PASSWORD_HASH_TEXT - 1,
			answer.hash);
	secret_wipe(&answer, sizeof(answer));
	return true;
}
