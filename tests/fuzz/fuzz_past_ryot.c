/* SPDX-License-Identifier: MIT */
/* Starts from the files of tests/fixtures/past-ryot. */
#include "tests/fuzz/past.h"
