/* SPDX-License-Identifier: MIT */
/* Starts from the files of tests/fixtures/past-trakt. */
#include "tests/fuzz/past.h"
