#ifndef CLI_DOCTOR_H
#define CLI_DOCTOR_H

#include "cli/json.h"
#include "cli/school.h"

/* What `campanella doctor` found, one finding at a time. */
enum health { HEALTH_GOOD, HEALTH_LOOK, HEALTH_BAD };

struct doctor {
	struct school *school;
	json_t *json; /* NULL: print */
	int looks;
	int bads;
};
void doctor_find(struct doctor *doctor, enum health health, const char *about, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

void doctor_machine(struct doctor *doctor);   /* files, disk, clock, sandbox */
void doctor_retention(struct doctor *doctor); /* what is due, and when the last run was */
void doctor_timetable(struct doctor *doctor); /* what a school day needs */

#endif
