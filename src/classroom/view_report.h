#ifndef CLASSROOM_VIEW_REPORT_H
#define CLASSROOM_VIEW_REPORT_H

#include "classroom/view_log.h"

/*
 * A look that the pupil's device showed and our record lacks, because one of
 * the two ended in between (CLS-31). The device tells it again, signed, with
 * the lease that we signed as its proof: without one, or outside its minute,
 * nothing is believed. No picture had left the device.
 */
struct view_report {
	struct device_id device;
	struct text content; /* look_report, as it travels */
	bool live;           /* its lease still runs: pictures may follow */
	int64_t lease;       /* the answers: which, */
	bool follows;        /* and whether the device's record continues ours */
};
enum outcome view_report_take(struct db *db, struct keys *keys, struct arena *arena, struct instant now,
	struct view_report *report) MUST_USE;

#endif
