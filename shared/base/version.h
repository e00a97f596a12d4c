/* SPDX-License-Identifier: MIT */
/* version.h -- of all three programs and the add-on. */
#ifndef SHARED_BASE_VERSION_H
#define SHARED_BASE_VERSION_H

#define VERSION "0.1.0"

#endif
