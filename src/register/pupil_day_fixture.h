#ifndef REGISTER_PUPIL_DAY_FIXTURE_H
#define REGISTER_PUPIL_DAY_FIXTURE_H

#include "register/pupil_day.h"

/*
 * For tests: passages typed one after the other, each as the form sends it,
 * with all that stand on the page already.
 */
enum outcome typed(struct pupil_day *day, const struct pupil_day_hours *hours, enum passage_kind kind,
	struct minute at, bool counts, enum pupil_day_problem *why);
enum outcome typed_out_and_in(struct pupil_day *day, const struct pupil_day_hours *hours, struct minute exit,
	struct minute entry, enum pupil_day_problem *why);
enum outcome taken_back(struct pupil_day *day, const struct pupil_day_hours *hours, enum passage_kind kind,
	struct minute at, enum pupil_day_problem *why);

#endif
