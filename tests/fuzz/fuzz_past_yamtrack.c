/* SPDX-License-Identifier: MIT */
/* Starts from the files of tests/fixtures/past-yamtrack. */
#include "tests/fuzz/past.h"
