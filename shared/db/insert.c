/* SPDX-License-Identifier: MIT */
#include "shared/db/insert.h"

#include <sqlite3.h>

int insert_length(const char *sql)
{
	static const char tail[] = " RETURNING id";
	size_t length = strlen(sql), less = length < sizeof(tail) ? 0 : length - sizeof(tail) + 1;

	if (strncmp(sql, "INSERT INTO ", 12) != 0 || strcmp(sql + less, tail) != 0)
		return (int)length;
	/* One row, and not perhaps another one that is updated instead. */
	if (!strstr(sql, " VALUES (") || strstr(sql, " ON CONFLICT "))
		return (int)length;
	return (int)less;
}

int64_t insert_id(void *prepared)
{
	if (sqlite3_column_count(prepared) > 0)
		return 0;
	return sqlite3_last_insert_rowid(sqlite3_db_handle(prepared));
}
