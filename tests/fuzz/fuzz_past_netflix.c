/* SPDX-License-Identifier: MIT */
/* Starts from the files of tests/fixtures/past-netflix. */
#include "tests/fuzz/past.h"
