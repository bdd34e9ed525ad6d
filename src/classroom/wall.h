#ifndef CLASSROOM_WALL_H
#define CLASSROOM_WALL_H

#include "platform/request.h"

/*
 * GET /classes/{class}/wall: the class's screens, while this teacher's hour in
 * it runs. The server writes who is in the class and what is known of their
 * devices; pictures go past it sealed, from the device to the page's script.
 */
enum outcome wall_page(struct request *req, struct reply *reply);

#endif
