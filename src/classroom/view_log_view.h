#ifndef CLASSROOM_VIEW_LOG_VIEW_H
#define CLASSROOM_VIEW_LOG_VIEW_H

#include "platform/day.h"

/* Who saw a pupil's screen, newest first; no picture of it is anywhere. */
struct view_log_line {
	struct day day;
	struct instant started_at, ended_at;
	int64_t seconds, minutes; /* minutes: 0 where seconds are said */
	bool full, tabs;          /* neither: a small picture among the class's */
	bool running, remote;
	bool told_again; /* by the device, after an interruption in which no picture passed */
	int64_t frames;
	struct text who; /* empty: the school says the role only */
	struct text subject, class_name, device;
	struct text print; /* of the page's key: the same stands on the device */
};
struct view_log_lines {
	struct view_log_line *at;
	size_t count;
};
struct view_log_view {
	struct view_log_lines lines;
	bool whole;  /* the chain of every device holds */
	bool parted; /* a device's record does not continue the school's */
};

#endif
