#ifndef REGISTER_CERTIFICATE_H
#define REGISTER_CERTIFICATE_H

#include "platform/request.h"

/*
 * What the office certifies, on paper: that a pupil attends, and how many
 * hours of absence the year counts. Black on white, with the school's name.
 */

/* GET /pupils/{pupil}/certificate */
enum outcome certificate_page(struct request *req, struct reply *reply);

struct certificate_view {
	struct text school;
	struct text name;
	struct text birth_day;
	struct text birth_place;
	struct text class_name;
	struct text year;
	struct day since;
	bool in_class;
	bool left;
	struct day left_on;
	struct day today;
	int64_t absent_days;
	int64_t missed; /* hundredths */
	int64_t due;
	struct text sheet_path; /* empty: no way back */
};

#endif
