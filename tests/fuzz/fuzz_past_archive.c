/* SPDX-License-Identifier: MIT */
/* Starts from the files of tests/fixtures/past-archive. */
#include "tests/fuzz/past.h"
