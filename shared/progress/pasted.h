/* SPDX-License-Identifier: MIT */
/*
 * pasted.h -- ids as people paste them into the fields of a media server.
 *
 * Besides the plain id: with blanks around it, as the address of its page
 * ("https://www.imdb.com/title/tt0133093/"), with the title behind it
 * ("603-the-matrix"), with its catalog before it ("tmdbid-603", "movie/603"),
 * or an IMDb id in the field of another catalog. "None" and "0" are no ids.
 */
#ifndef SHARED_PROGRESS_PASTED_H
#define SHARED_PROGRESS_PASTED_H

#include "shared/progress/report.h"

/* The id that stands in the field of that catalog; false when none does. */
bool pasted_id(enum catalog field, const char *text, struct id *out);

#endif
