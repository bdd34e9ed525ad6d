#ifndef REGISTER_CLASS_LIST_H
#define REGISTER_CLASS_LIST_H

#include "platform/request.h"

/* GET /classes: the classes somebody has to do with, each with the ways into it. */
enum outcome class_list_page(struct request *req, struct reply *reply);

#endif
