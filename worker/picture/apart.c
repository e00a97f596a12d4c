/* SPDX-License-Identifier: MIT */
/*
 * apart.c -- both sides of the pipe. What comes back is "WIDTH HEIGHT\n" and
 * the JPEG, or "!" and why there is none.
 */
#include "worker/picture/apart.h"

#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shared/base/parse.h"
#include "shared/base/utf8.h"
#include "worker/picture/cell.h"
#include "worker/picture/codec.h"

enum { HEAD_MAX = 200, ANSWER_MAX = PICTURE_OUT_MAX + HEAD_MAX, ARENA_MAX = 64 << 20 };

extern char **environ;

/* ---- the process ---- */

/* Reads to the end; false if it is longer than the room. */
static bool read_all(int fd, char *to, size_t room, size_t *length)
{
	*length = 0;
	for (;;) {
		ssize_t got = read(fd, to + *length, room - *length);

		if (got == 0)
			return true;
		if (got < 0 || *length + (size_t)got == room)
			return false;
		*length += (size_t)got;
	}
}

static void write_all(int fd, const char *at, size_t length)
{
	while (length > 0) {
		ssize_t put = write(fd, at, length);

		if (put <= 0)
			return;
		at += put;
		length -= (size_t)put;
	}
}

static enum err redraw(struct cx *cx, struct bytes in, struct canvas *canvas, struct bytes *out)
{
	TRY(codec_draw(cx, in, canvas));
	return codec_write(cx, canvas, PICTURE_OUT_MAX, out);
}

static void answer(struct cx *cx, struct bytes in)
{
	struct canvas canvas;
	struct bytes out = { NULL, 0 };
	const char *head;

	if (redraw(cx, in, &canvas, &out) == OK)
		head = arena_printf(
			cx->arena, "%" PRId64 " %" PRId64 "\n", canvas.width, canvas.height);
	else
		head = arena_printf(cx->arena, "!%.150s", cx->note);
	write_all(STDOUT_FILENO, head, strlen(head));
	write_all(STDOUT_FILENO, out.at, out.length);
}

int picture_main(void)
{
	struct arena arena;
	struct cx cx = { .arena = &arena };
	char *in = malloc(PICTURE_IN_MAX + 1);
	size_t length = 0;

	arena_init(&arena, ARENA_MAX);
	if (!in || !cell_close())
		_exit(1);
	if (read_all(STDIN_FILENO, in, PICTURE_IN_MAX + 1, &length))
		answer(&cx, (struct bytes){ in, length });
	/* At once: what runs at a normal end calls what the filter forbids. */
	_exit(0);
}

/* ---- its caller ---- */

struct child {
	pid_t pid;
	int fd;
};

static enum err start(struct cx *cx, struct child *child)
{
	char *const arguments[] = { (char[]){ "ryot-yank" }, (char[]){ PICTURE_OPTION }, NULL };
	posix_spawn_file_actions_t actions;
	int ends[2], why;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		return err_note(cx, ERR_INTERNAL, "a pipe: %s", strerror(errno));
	why = posix_spawn_file_actions_init(&actions);
	if (why == 0) {
		posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO);
		posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
		why = posix_spawn(
			&child->pid, "/proc/self/exe", &actions, NULL, arguments, environ);
		posix_spawn_file_actions_destroy(&actions);
	}
	close(ends[1]);
	child->fd = ends[0];
	if (why == 0)
		return OK;
	close(ends[0]);
	return err_note(cx, ERR_INTERNAL, "a process for a picture: %s", strerror(why));
}

/* A process that does not read is told by the bound of time. */
static void send_all(const struct child *child, struct bytes bytes)
{
	static const struct timeval bound = { .tv_sec = PICTURE_SECONDS };
	const char *at = bytes.at;
	size_t left = bytes.length;

	setsockopt(child->fd, SOL_SOCKET, SO_SNDTIMEO, &bound, sizeof(bound));
	setsockopt(child->fd, SOL_SOCKET, SO_RCVTIMEO, &bound, sizeof(bound));
	while (left > 0) {
		ssize_t sent = send(child->fd, at, left, MSG_NOSIGNAL);

		if (sent <= 0)
			break;
		at += sent;
		left -= (size_t)sent;
	}
	shutdown(child->fd, SHUT_WR);
}

static void end(const struct child *child)
{
	close(child->fd);
	kill(child->pid, SIGKILL);
	while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
		;
}

static bool is_jpeg(struct bytes b)
{
	return b.length > 3 && memcmp(b.at, "\xff\xd8\xff", 3) == 0;
}

/* "WIDTH HEIGHT", which ends where the line ended. */
static bool read_size(char *head, struct picture *out)
{
	char *space = strchr(head, ' ');
	int64_t width, height;

	if (!space)
		return false;
	*space = '\0';
	if (!parse_i64(head, 1, CANVAS_WIDTH, &width) ||
		!parse_i64(space + 1, 1, CANVAS_HEIGHT, &height))
		return false;
	out->width = (int)width;
	out->height = (int)height;
	return true;
}

/* Whoever wrote it may have been taken over by the picture. */
static enum err read_answer(struct cx *cx, char *text, size_t length, struct picture *out)
{
	char *line_end = memchr(text, '\n', length < HEAD_MAX ? length : HEAD_MAX);

	if (length > 1 && *text == '!' && utf8_is_text(text, length))
		return err_note(cx, ERR_INPUT, "%s", text + 1);
	if (!line_end)
		return err_note(cx, ERR_INPUT, "a picture that cannot be decoded");
	*line_end = '\0';
	out->jpeg = (struct bytes){ line_end + 1, length - (size_t)(line_end + 1 - text) };
	if (read_size(text, out) && is_jpeg(out->jpeg) && out->jpeg.length <= PICTURE_OUT_MAX)
		return OK;
	return err_note(cx, ERR_INPUT, "a picture that decodes to something else");
}

enum err picture_decode(struct cx *cx, struct bytes bytes, struct picture *out)
{
	char *text = arena_raw(cx->arena, ANSWER_MAX + 1);
	struct child child;
	size_t length = 0;
	bool is_whole;

	*out = (struct picture){ 0 };
	if (bytes.length > PICTURE_IN_MAX)
		return err_note(cx, ERR_INPUT, "a picture of %zu bytes", bytes.length);
	TRY(start(cx, &child));
	send_all(&child, bytes);
	is_whole = read_all(child.fd, text, ANSWER_MAX, &length);
	end(&child);
	text[length] = '\0';
	if (!is_whole)
		return err_note(cx, ERR_INPUT, "a picture that takes too long to decode");
	return read_answer(cx, text, length, out);
}
