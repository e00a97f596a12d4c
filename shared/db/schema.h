/* SPDX-License-Identifier: MIT */
/* schema.h -- the numbered files of shared/db/sql, compiled in by embed.sh. */
#ifndef SHARED_DB_SCHEMA_H
#define SHARED_DB_SCHEMA_H

struct migration {
	int number; /* 1, 2, 3, ... without a gap */
	const char *name;
	const char *sql;
};

extern const struct migration migrations[];
extern const int migration_count;

#endif
