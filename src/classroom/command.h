#ifndef CLASSROOM_COMMAND_H
#define CLASSROOM_COMMAND_H

#include "platform/request.h"

/*
 * POST /classes/{class}/wall/orders: what a teacher can tell the devices of
 * the running lesson. The device asks of an order all that it asks of a lease
 * (CLS-43). Each ends by itself: a message and a page in minutes, a focus and a
 * lock at the bell at the latest (CLS-44).
 *
 * Fields: do = focus (domains, one a line) | unfocus | open (url) |
 * message (text) | lock | unlock | close (device, tab)
 */
enum outcome command_send(struct request *req, struct reply *reply);

/* A domain as it may stand in an allow-list: "it.wikipedia.org". The host of an
 * address counts too. Empty when it is none. */
struct text command_domain(struct arena *arena, struct text typed);

#endif
