/* SPDX-License-Identifier: MIT */
/* Starts from the files of tests/fixtures/past-playback. */
#include "tests/fuzz/past.h"
