/* SPDX-License-Identifier: MIT */
/*
 * index.h -- finds what was added before by its key, within one unit of work.
 *
 * A node is a member of what is added, which lives as long as the index. The
 * caller compares the keys: nodes of one hash may have different ones. Keys
 * that are chosen to collide cost a walk through all of them, so an index is
 * for hundreds, not for more.
 */
#ifndef SHARED_BASE_INDEX_H
#define SHARED_BASE_INDEX_H

#include "shared/base/base.h"

struct index_node {
	uint64_t hash;
	int type; /* of what it is a member of */
	struct index_node *next;
};

enum { INDEX_BUCKETS = 256 };

/* Zeroed, it is empty. */
struct index {
	struct index_node *buckets[INDEX_BUCKETS];
};

/* The hash of a key of several parts: the first seed is 0. */
uint64_t index_hash_text(uint64_t seed, const char *text);
uint64_t index_hash_i64(uint64_t seed, int64_t number);

void index_add(struct index *index, struct index_node *node, int type, uint64_t hash);

/* The first node of that type and hash, and the one after; or NULL. */
struct index_node *index_find(const struct index *index, int type, uint64_t hash);
struct index_node *index_next(const struct index_node *node);

#endif
