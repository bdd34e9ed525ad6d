#ifndef PRIVACY_RELATION_H
#define PRIVACY_RELATION_H

#include "privacy/grant.h"

/*
 * The only code behind the words of access.policy: one predicate a relation,
 * each true or false on the school's day of the request. Posts, memberships and
 * guardianships carry from and to, both inclusive (REG-2). A store that fails
 * to answer means no.
 */
bool relation_holds(struct request *req, enum relation relation, struct subject subject);

#endif
