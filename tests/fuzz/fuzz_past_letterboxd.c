/* SPDX-License-Identifier: MIT */
/* Starts from the files of tests/fixtures/past-letterboxd. */
#include "tests/fuzz/past.h"
