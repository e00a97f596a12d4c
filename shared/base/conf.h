/* SPDX-License-Identifier: MIT */
/*
 * conf.h -- settings that the administrator makes before the start.
 *
 * In rising order of precedence: the default, the file (/etc/ryot/ryot.conf,
 * or the one RYOT_CONF names; `key = value`, `#` comments), the environment
 * (RYOT_DATABASE, ...), the command line (--database ...). One table in conf.c
 * holds them all, with their help texts.
 */
#ifndef SHARED_BASE_CONF_H
#define SHARED_BASE_CONF_H

#include "shared/base/err.h"

enum { CONF_SETTINGS = 13 };

struct conf {
	const char *database;       /* path of the SQLite file */
	const char *key_file;       /* encrypts the credentials of servers */
	const char *socket;         /* path of the FastCGI socket to make, or "" */
	const char *yank_socket;    /* of the worker, for those who wake it; or "" */
	const char *base_url;       /* as clients see it; without a trailing '/' */
	const char *base_path;      /* the path of base_url, '/' at both ends */
	const char *log_level;      /* error, warning, info, debug */
	int64_t lock_wait;          /* seconds */
	int64_t quota_bodies;       /* MB of bodies, per integration */
	int64_t quota_integrations; /* of a person, as the next two */
	int64_t quota_sessions;
	int64_t quota_tokens;            /* not counting revoked ones */
	int64_t retention_days;          /* of deliveries */
	int64_t retention_rows;          /* of deliveries, per integration */
	const char *from[CONF_SETTINGS]; /* "default", "FILE:7", ... */
};

/*
 * Fills *out from all four. Removes its options ("--database FILE" or
 * "--database=FILE") from argv and keeps the order of the rest. Fails with
 * ERR_CONF, naming file and line, or with ERR_USAGE.
 */
MUST_CHECK enum err conf_load(struct cx *cx, int *argc, char **argv, struct conf *out);

/* Prints a file of settings; each line says where its value comes from. */
void conf_print(const struct conf *conf, FILE *to);

/* Prints the options for --help. */
void conf_help(FILE *to);

#endif
