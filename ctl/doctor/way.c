/* SPDX-License-Identifier: MIT */
/* way.c -- checks how clients reach the service, and the clock. */
#include <sys/socket.h>
#include <sys/timex.h>
#include <sys/un.h>
#include <unistd.h>

#include "ctl/doctor/way.h"
#include "shared/actions/probe.h"
#include "shared/store/delivery.h"

static const char *const sockets[] = { "/run/ryot/hooks.sock", "/run/ryot/web.sock" };

static bool is_open(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	bool open;

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	open = fd >= 0 &&
	       connect(fd, (const struct sockaddr *)(const void *)&address, sizeof(address)) == 0;
	if (fd >= 0)
		close(fd);
	return open;
}

static void look_at_socket(struct cx *cx, struct doctor *d, const char *path)
{
	const char *why;

	if (is_open(path)) {
		doctor_tell(d, FINDING_WELL,
			arena_printf(cx->arena, "%s accepts connections", path), NULL);
		return;
	}
	why = arena_printf(cx->arena, "%s: %s", path, strerror(errno));
	if (errno == EACCES)
		doctor_tell(d, FINDING_LOOK, why,
			"only nginx and the service may connect; run this as root");
	else
		doctor_tell(d, FINDING_WRONG, why,
			"systemctl enable --now ryot-cgi@hooks.socket "
			"ryot-cgi@web.socket; then see journalctl -u "
			"'ryot-cgi@*'");
}

void doctor_sockets(struct cx *cx, struct doctor *d)
{
	const char *own = d->ctl->conf->socket;

	if (*own) {
		look_at_socket(cx, d, own);
		return;
	}
	for (size_t i = 0; i < NELEM(sockets); i++)
		look_at_socket(cx, d, sockets[i]);
}

static const char *advice_for(int status)
{
	if (status == 404)
		return "another site answers: correct server_name in "
		       "/etc/nginx/sites-available/ryot.conf, link it into "
		       "sites-enabled, reload nginx";
	if (status == 503)
		return "nginx is running, the service is not: journalctl -u "
		       "'ryot-cgi@*' -n 20";
	if (status >= 300 && status < 400)
		return "base-url redirects: set it to the target of the redirect; "
		       "senders do not follow it";
	return "see /var/log/nginx/ryot-error.log";
}

void doctor_address(struct cx *cx, struct doctor *d)
{
	const char *url = d->ctl->conf->base_url;
	struct knocked got;
	enum err err = probe_raw(cx, url, "/healthz", NULL, &got);

	if (err != OK) {
		doctor_tell(d, FINDING_WRONG,
			arena_printf(cx->arena, "%s/healthz: %s", url, cx->note),
			access("/usr/sbin/nginx", F_OK) != 0
				? "nginx is not installed here: apt-get install nginx"
				: "is nginx running, is base-url in ryot.conf right, does "
				  "the host name resolve to this machine?");
		return;
	}
	if (got.status != 200 || !strstr(got.body, "\"ok\"")) {
		doctor_tell(d, FINDING_WRONG,
			arena_printf(cx->arena,
				"%s/healthz was answered with status %d, not by this service", url,
				got.status),
			advice_for(got.status));
		return;
	}
	doctor_tell(d, FINDING_WELL,
		arena_printf(cx->arena, "%s reaches the service through nginx", url), NULL);
	if (strncmp(url, "http://localhost", 16) == 0)
		doctor_tell(d, FINDING_LOOK, "only this machine can use this address",
			"set base-url in /etc/ryot/ryot.conf");
	doctor_certificate(cx, d, url, got.certificate_ends_ms);
}

/* Time of the newest delivery, as the clock stood then. */
static int64_t newest_ms(struct cx *cx, struct store *s)
{
	struct delivery_filter filter = { .limit = 1 };
	const struct delivery *rows = NULL;
	size_t count = 0;

	if (!s || store_delivery_list(cx, s, &filter, &rows, &count) != OK || count == 0)
		return UNSAID;
	return rows[0].last_ms;
}

void doctor_clock(struct cx *cx, struct doctor *d)
{
	enum { MINUTE_MS = 60000 };
	struct timex state = { 0 };

	if (newest_ms(cx, d->store) > cx->now_ms + MINUTE_MS)
		doctor_tell(d, FINDING_WRONG,
			"the clock is behind the newest delivery: it was set back, "
			"or was wrong then",
			"set it: date -s 'YYYY-MM-DD HH:MM:SS'; apt-get install systemd-timesyncd "
			"keeps it right");
	else if (adjtimex(&state) == TIME_ERROR)
		doctor_tell(d, FINDING_LOOK, "the clock of this machine is not synchronized",
			"apt-get install systemd-timesyncd, then timedatectl set-ntp true; or "
			"install chrony");
	else
		doctor_tell(d, FINDING_WELL, "the clock is synchronized", NULL);
}
