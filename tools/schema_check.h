#ifndef TOOLS_SCHEMA_CHECK_H
#define TOOLS_SCHEMA_CHECK_H

#include "policy_reader.h"

/*
 * Compares the tables that the migrations make with those data.policy
 * declares: names, keys, the kind of cell, and that an id, a number, a flag or
 * a word of a list is never null.
 */
void schema_check(const struct policy *policy, const char *const *paths, int count);

#endif
