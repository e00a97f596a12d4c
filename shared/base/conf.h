/* SPDX-License-Identifier: MIT */
/*
 * conf.h -- what the machine's owner sets before the start.
 *
 * In rising order of precedence: the default, the file (/etc/ryot/ryot.conf,
 * or the one RYOT_CONF names; `key = value`, `#` comments), the environment
 * (RYOT_DATABASE, ...), the command line (--database ...). One table in conf.c
 * holds them all, with their help texts.
 */
#ifndef SHARED_BASE_CONF_H
#define SHARED_BASE_CONF_H

#include "shared/base/err.h"

enum { CONF_SETTINGS = 8 };

struct conf {
	const char *database;            /* path of the SQLite file */
	const char *key_file;            /* encrypts credentials of yanked servers */
	const char *socket;              /* path of the FastCGI socket to make, or "" */
	const char *base_url;            /* as the outside sees us; without a last '/' */
	const char *base_path;           /* the path of base_url, '/' at both ends */
	const char *log_level;           /* error, warning, info, debug */
	int64_t lock_wait;               /* seconds */
	int64_t retention_days;          /* of deliveries */
	int64_t retention_rows;          /* of deliveries, per integration */
	const char *from[CONF_SETTINGS]; /* "default", "FILE:7", ... */
};

/*
 * Fills *out from all four. Takes its options ("--database FILE", also
 * "--database=FILE") out of argv and leaves the rest in order; *argc shrinks.
 * ERR_CONF with file and line, or ERR_USAGE, when something is wrong.
 */
MUST_CHECK enum err conf_load(struct cx *cx, int *argc, char **argv, struct conf *out);

/* As a file of settings, each line with where its value comes from. */
void conf_print(const struct conf *conf, FILE *to);

/* The options as lines for --help. */
void conf_help(FILE *to);

#endif
