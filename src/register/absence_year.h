#ifndef REGISTER_ABSENCE_YEAR_H
#define REGISTER_ABSENCE_YEAR_H

#include "register/absence_limit.h"
#include "register/class_calendar.h"
#include "register/gauge.h"
#include "register/pupil_day.h"

/*
 * The absences of a pupil's year, from the first day of school to a given day:
 * the days, the counts, the limit and where it leads. Every page that shows
 * one of these numbers takes it from here (REG-42): family, teacher, office,
 * certificate, export.
 */
struct year_day { /* a day with anything on record */
	struct day day;
	struct pupil_day pupil;
	bool derogated;
};

struct pupil_year {
	struct person_id pupil;
	struct class_id class; /* the latest */
	struct year_day *days; /* by day */
	size_t day_count;
	struct absence_limit limit;
	struct day crossing;  /* when the limit falls at today's pace; DAY_NONE: never (REG-44) */
	int64_t pace_units;   /* missed by the end of the year at this pace; -1: too early to say */
	int64_t absent_days;  /* school days absent, never spans between them (REG-35) */
	int64_t late_entries; /* without the short delays */
	int64_t short_delays;
	int64_t early_exits;
	int64_t counted_passages; /* of these, towards the school's maximum: in the year (REG-32) */
	int64_t counted_in_term;  /* and in the term of the last day */
};
struct pupil_years {
	struct pupil_year *at;
	size_t count;
};

/* REFUSED without a grant to read the absence limit of this person or class.
 * `calendar` is that of the year of `last`. */
enum outcome pupil_year_load(struct request *req, const struct school_year_calendar *school,
	struct person_id pupil, struct day last, struct pupil_year *year) MUST_USE;
/* Everybody who is in the class on that day, by pupil. */
enum outcome class_years_load(struct request *req, const struct school_year_calendar *school,
	struct class_id class, struct day last, struct pupil_years *years) MUST_USE;

struct gauge pupil_year_gauge(const struct pupil_year *year);

#endif
