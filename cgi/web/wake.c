/* SPDX-License-Identifier: MIT */
/* wake.c -- requests a sync or a test, and starts ryot-yank for it. */
#include "cgi/web/wake.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shared/base/log.h"

extern char **environ;

/* At most so many at once; further requests wait for the schedule. */
enum { CHILDREN_MAX = 4, PATH_MAX_BYTES = 4096 };

/* SIGCHLD is ignored, so waitpid fails for a child that has ended. */
static pid_t *free_place(void)
{
	static pid_t children[CHILDREN_MAX];

	for (size_t i = 0; i < NELEM(children); i++)
		if (children[i] == 0 || waitpid(children[i], NULL, WNOHANG) != 0)
			return &children[i];
	return NULL;
}

/*
 * The systemd unit may allow local sockets only, to us and to our children. A
 * run started from here would then fail, and its failure would be shown.
 */
static bool may_reach_others(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* The ryot-yank beside our own executable, which has the same version. */
static const char *program(struct cx *cx)
{
	char self[PATH_MAX_BYTES];
	ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);
	const char *slash;

	if (length <= 0)
		return NULL;
	self[length] = '\0';
	slash = strrchr(self, '/');
	return slash ? arena_printf(cx->arena, "%.*s/ryot-yank", (int)(slash - self), self) : NULL;
}

/*
 * A new process group, and default handling of the signals we block or ignore.
 */
static int set_attributes(posix_spawnattr_t *a)
{
	sigset_t none, normal;

	sigemptyset(&none);
	sigemptyset(&normal);
	sigaddset(&normal, SIGCHLD);
	sigaddset(&normal, SIGPIPE);
	sigaddset(&normal, SIGTERM);
	sigaddset(&normal, SIGINT);
	posix_spawnattr_setsigmask(a, &none);
	posix_spawnattr_setsigdefault(a, &normal);
	posix_spawnattr_setpgroup(a, 0);
	return posix_spawnattr_setflags(
		a, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
}

static int start(const char *path, char *const *argv, pid_t *pid)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	int why = posix_spawn_file_actions_init(&files);

	if (why != 0)
		return why;
	why = posix_spawnattr_init(&attributes);
	if (why != 0) {
		posix_spawn_file_actions_destroy(&files);
		return why;
	}
	why = set_attributes(&attributes);
	for (int fd = 0; fd < 2 && why == 0; fd++)
		why = posix_spawn_file_actions_addopen(&files, fd, "/dev/null", O_RDWR, 0);
	if (why == 0)
		why = posix_spawn(pid, path, &files, &attributes, argv, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&files);
	return why;
}

/* Copies, because posix_spawn takes a non-const argv. */
static char **arguments(struct cx *cx, enum server_wish wish, int64_t integration_id)
{
	const char *words[] = { "ryot-yank", wish == WISH_SYNC ? "--integration" : "--test",
		arena_printf(cx->arena, "%" PRId64, integration_id),
		wish == WISH_SYNC ? "--wait" : NULL };
	char **argv = arena_array(cx->arena, NELEM(words) + 1, sizeof(*argv));

	for (size_t i = 0; i < NELEM(words) && words[i]; i++)
		argv[i] = arena_strdup(cx->arena, words[i]);
	return argv;
}

void wake_now(const struct call *c, enum server_wish wish, int64_t integration_id)
{
	const char *path = program(c->cx);
	pid_t *place = free_place();
	int why = ENOENT;

	if (!place || !may_reach_others())
		return;
	*place = 0;
	/* The child must use the settings of our command line as well. */
	setenv("RYOT_DATABASE", c->app->conf->database, 1);
	setenv("RYOT_KEY_FILE", c->app->conf->key_file, 1);
	if (path)
		why = start(path, arguments(c->cx, wish, integration_id), place);
	if (why == 0)
		return;
	*place = 0;
	log_warning("yank integration=%" PRId64 " not started, the schedule will: %s",
		integration_id, strerror(why));
}

enum err wake_ask(const struct call *c, const struct overview *row, enum server_wish wish)
{
	bool is_new = false;

	TRY(server_request(c->cx, c->store, row, wish, &is_new));
	if (is_new)
		wake_now(c, wish, row->integration->id);
	return OK;
}
