/* SPDX-License-Identifier: MIT */
/*
 * notify.h -- reports our state to systemd (sd_notify(3) without its library).
 *
 * Does nothing unless NOTIFY_SOCKET is set.
 */
#ifndef CGI_ENGINE_NOTIFY_H
#define CGI_ENGINE_NOTIFY_H

/* "READY=1", "STOPPING=1" */
void notify(const char *state);

#endif
