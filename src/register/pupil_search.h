#ifndef REGISTER_PUPIL_SEARCH_H
#define REGISTER_PUPIL_SEARCH_H

#include "platform/request.h"

/* GET /pupils, ?name=WORDS: the office finds a pupil by some letters of the name. */
enum outcome pupil_search_page(struct request *req, struct reply *reply);

struct found_pupil {
	struct text path;
	struct text name;
	struct text order;
	struct text class_name;
};
struct found_pupils {
	struct found_pupil *at;
	size_t count;
};
struct pupil_search_view {
	struct text name; /* as typed */
	bool asked;
	bool more; /* than are shown */
	struct found_pupils pupils;
};

#endif
