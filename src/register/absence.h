#ifndef REGISTER_ABSENCE_H
#define REGISTER_ABSENCE_H

#include "register/absence_year.h"
#include "register/calendar_view.h"
#include "register/justification.sql.h"

/*
 * The absences of a year, as a page for a pupil and as a table for a class.
 */

/* GET /pupils/{pupil}/absences */
enum outcome pupil_absences_page(struct request *req, struct reply *reply);
/* GET /classes/{class}/absences, ?format=csv */
enum outcome class_absences_page(struct request *req, struct reply *reply);

/* A pupil's year with what of it is still to be justified. */
struct pupil_absences {
	struct school_year_calendar school;
	struct school_class class;
	struct pupil_year year;
	struct justifiable_of_pupil_rows justifiable; /* empty without the right to see them */
	int64_t to_justify;
};
/* Day by day: for who may read the attendance of this person. */
enum outcome pupil_absences_load(struct request *req, struct person_id pupil,
	struct pupil_absences *absences) MUST_USE;
const struct year_day *pupil_absences_day(const struct pupil_absences *absences, struct day day);

/* Every day from the first to today, as a picture. */
struct calendar absence_calendar(struct request *req, const struct pupil_absences *absences,
	struct day first);

#endif
