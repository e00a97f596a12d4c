/* SPDX-License-Identifier: MIT */
#include "shared/base/index.h"

static const uint64_t PRIME = 0x100000001b3; /* of FNV-1a */

uint64_t index_hash_text(uint64_t seed, const char *text)
{
	uint64_t hash = seed ^ 0xcbf29ce484222325;

	while (*text)
		hash = (hash ^ (unsigned char)*text++) * PRIME;
	return hash;
}

uint64_t index_hash_i64(uint64_t seed, int64_t number)
{
	uint64_t hash = (seed ^ (uint64_t)number) * 0x9e3779b97f4a7c15;

	return hash ^ hash >> 32;
}

void index_add(struct index *index, struct index_node *node, int type, uint64_t hash)
{
	struct index_node **bucket = &index->buckets[hash % INDEX_BUCKETS];

	*node = (struct index_node){ hash, type, *bucket };
	*bucket = node;
}

static struct index_node *first_from(struct index_node *node, int type, uint64_t hash)
{
	while (node && (node->hash != hash || node->type != type))
		node = node->next;
	return node;
}

struct index_node *index_find(const struct index *index, int type, uint64_t hash)
{
	return first_from(index->buckets[hash % INDEX_BUCKETS], type, hash);
}

struct index_node *index_next(const struct index_node *node)
{
	return first_from(node->next, node->type, node->hash);
}
