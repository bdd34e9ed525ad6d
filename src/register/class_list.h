#ifndef REGISTER_CLASS_LIST_H
#define REGISTER_CLASS_LIST_H

#include "platform/request.h"
#include "register/class_list_view.h"

/* GET /classes: the classes somebody has to do with, each with the ways into it. */
enum outcome class_list_page(struct request *req, struct reply *reply);

/* Where a teacher has lessons of this year and no post any more (REG-2). */
enum outcome class_list_earlier(struct request *req, struct earlier_classes *earlier) MUST_USE;

#endif
