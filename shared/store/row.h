/* SPDX-License-Identifier: MIT */
/* row.h -- statements that several files run, by the file that defines them. */
#ifndef SHARED_STORE_ROW_H
#define SHARED_STORE_ROW_H

#include "shared/db/query.h"

/* work.c */
extern const struct statement work_id_find, work_id_add, work_id_list;

#endif
