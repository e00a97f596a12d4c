/* SPDX-License-Identifier: MIT */
/*
 * notify.h -- tells systemd how far we are (sd_notify(3), without its library).
 *
 * Does nothing when nobody asked to be told.
 */
#ifndef CGI_ENGINE_NOTIFY_H
#define CGI_ENGINE_NOTIFY_H

/* "READY=1", "STOPPING=1" */
void notify(const char *state);

#endif
