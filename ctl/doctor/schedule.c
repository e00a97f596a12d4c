/* SPDX-License-Identifier: MIT */
/* schedule.c -- checks what starts ryot-yank: a timer of systemd, or cron. */
#include <fcntl.h>
#include <glob.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ctl/doctor/schedule.h"
#include "shared/base/wake.h"
#include "shared/store/server.h"

extern char **environ;

static const char timer[] = "ryot-yank.timer";
static const char cron_file[] = "/etc/cron.d/ryot-yank";

/* Without the schedule, only what has a server to ask fails. */
static enum finding weight(struct cx *cx, const struct doctor *d)
{
	struct server_census census;

	if (!d->store || store_server_census(cx, d->store, &census) != OK)
		return FINDING_LOOK;
	return census.enabled > 0 ? FINDING_WRONG : FINDING_LOOK;
}

/* ---- systemd ---- */

/* Exit status of a program that may print nothing, or -1 if it cannot run. */
static int status_of(const char *const *argv)
{
	posix_spawn_file_actions_t files;
	pid_t child = -1;
	int status = 0, why;

	if (posix_spawn_file_actions_init(&files) != 0)
		return -1;
	for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++)
		posix_spawn_file_actions_addopen(&files, fd, "/dev/null", O_WRONLY, 0);
	/* The parameter lacks the const for historical reasons only. */
	why = posix_spawnp(&child, argv[0], &files, NULL, (char *const *)(uintptr_t)argv, environ);
	posix_spawn_file_actions_destroy(&files);
	if (why != 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

static bool timer_is(const char *verb)
{
	const char *const argv[] = { "systemctl", "--quiet", verb, timer, NULL };

	return status_of(argv) == 0;
}

static void look_at_timer(struct cx *cx, struct doctor *d)
{
	if (!timer_is("is-active"))
		doctor_tell(d, weight(cx, d), "ryot-yank.timer is not active: nothing is synced",
			"systemctl enable --now ryot-yank.timer; if systemd does not know it, "
			"install the package again");
	else if (!timer_is("is-enabled"))
		doctor_tell(d, FINDING_LOOK, "ryot-yank.timer ends with the next boot",
			"systemctl enable ryot-yank.timer");
	else
		doctor_tell(d, FINDING_WELL, "ryot-yank.timer of systemd starts ryot-yank", NULL);
}

/* ---- cron ---- */

/* All that are packaged have cron in their name: cron, crond, bcron-sched. */
static bool is_cron(const char *path)
{
	char name[32] = "";
	FILE *file = fopen(path, "re");

	if (!file)
		return false;
	if (!fgets(name, sizeof(name), file))
		name[0] = '\0';
	fclose(file);
	return strstr(name, "cron") != NULL;
}

static bool cron_runs(void)
{
	glob_t names;
	bool runs = false;

	if (glob("/proc/[1-9]*/comm", GLOB_NOSORT, NULL, &names) != 0)
		return false;
	for (size_t i = 0; i < names.gl_pathc && !runs; i++)
		runs = is_cron(names.gl_pathv[i]);
	globfree(&names);
	return runs;
}

static void look_at_cron(struct cx *cx, struct doctor *d)
{
	if (access(cron_file, F_OK) != 0)
		doctor_tell(d, weight(cx, d), "/etc/cron.d/ryot-yank is missing: nothing is synced",
			"apt-get install --reinstall -o Dpkg::Options::=--force-confmiss "
			"./ryot-integrations_*.deb");
	else if (!cron_runs())
		doctor_tell(d, weight(cx, d), "cron is not running: nothing is synced",
			"apt-get install cron, or service cron start");
	else
		doctor_tell(d, FINDING_WELL, "cron starts ryot-yank", NULL);
}

/* Exists where systemd is the init of the machine; see sd_booted(3). */
static bool is_systemd(void)
{
	return access("/run/systemd/system", F_OK) == 0;
}

void doctor_schedule(struct cx *cx, struct doctor *d)
{
	int well = d->count[FINDING_WELL];

	if (is_systemd())
		look_at_timer(cx, d);
	else
		look_at_cron(cx, d);
	d->is_scheduled = d->count[FINDING_WELL] > well;
}

/* ---- the socket that wakes it ---- */

static const char restart[] = "systemctl restart ryot-yank.socket";

static void look_for_socket(struct cx *cx, struct doctor *d, const char *path)
{
	const char *what = arena_printf(cx->arena,
		"%s: %s: \"Yank now\" waits for the schedule, five minutes at most", path,
		strerror(errno));

	if (errno != ENOENT)
		doctor_tell(
			d, FINDING_LOOK, what, "run this as root, or as the user of the service");
	else if (is_systemd())
		doctor_tell(d, FINDING_LOOK, what, "systemctl enable --now ryot-yank.socket");
	else
		doctor_tell(d, FINDING_WELL, what, NULL);
}

/* The service has the rights of the owner of the database. */
static bool is_of_the_service(const struct doctor *d, const struct stat *socket)
{
	struct stat database;

	return stat(d->ctl->conf->database, &database) != 0 || database.st_uid == socket->st_uid;
}

static void look_at_wake(struct cx *cx, struct doctor *d, const char *path)
{
	struct stat socket;

	if (stat(path, &socket) != 0)
		look_for_socket(cx, d, path);
	else if (!S_ISSOCK(socket.st_mode))
		doctor_tell(d, FINDING_WRONG, arena_printf(cx->arena, "%s is no socket", path),
			arena_printf(cx->arena, "rm %s; %s", path, restart));
	else if (!is_of_the_service(d, &socket))
		doctor_tell(d, FINDING_WRONG,
			arena_printf(cx->arena,
				"%s has another owner than the database: the pages cannot wake "
				"ryot-yank",
				path),
			restart);
	else if (wake_send(path))
		doctor_tell(
			d, FINDING_WELL, arena_printf(cx->arena, "%s wakes ryot-yank", path), NULL);
	else if (errno == EACCES)
		doctor_tell(d, FINDING_LOOK,
			arena_printf(cx->arena, "%s: %s", path, strerror(errno)),
			"only the service may connect; run this as root");
	else
		doctor_tell(d, FINDING_WRONG,
			arena_printf(cx->arena, "%s: %s: nobody wakes ryot-yank at once", path,
				strerror(errno)),
			restart);
}

void doctor_wake(struct cx *cx, struct doctor *d)
{
	const char *path = d->ctl->conf->yank_socket;

	if (*path)
		look_at_wake(cx, d, path);
	else
		doctor_tell(
			d, FINDING_WELL, "no socket wakes ryot-yank, as yank-socket says", NULL);
}
