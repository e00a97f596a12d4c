/* SPDX-License-Identifier: MIT */
/* version.h -- the version of all three programs and of the add-on. */
#ifndef SHARED_BASE_VERSION_H
#define SHARED_BASE_VERSION_H

#define VERSION "0.1.0"

#endif
