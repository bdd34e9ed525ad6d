#ifndef IDENTITY_ACCOUNT_PAGE_H
#define IDENTITY_ACCOUNT_PAGE_H

#include "platform/request.h"

/*
 * The office finds an account and gives its owner a new one-time code, suspends
 * it or opens it again (ID-7). Each is one operation in both copies. A code
 * stands on the one page that answers the press and nowhere else.
 */
enum outcome account_page(struct request *req, struct reply *reply);
enum outcome account_manage(struct request *req, struct reply *reply);

#endif
