#ifndef CLI_SCHOOL_CREATE_H
#define CLI_SCHOOL_CREATE_H

#include "cli/holiday.h"
#include "cli/school.h"
#include "records.h"

/*
 * A new school: the folder, the keys, the certificate, both copies, and the
 * frame of the year. `init` makes it from what it is told, `demo` from its seed.
 */
#define PLAN_SITES_MAX 12

struct school_plan {
	const char *directory;
	struct text name;
	enum country country;
	struct text language;
	struct text zone;
	struct text profile; /* of passwords */
	struct text sites[PLAN_SITES_MAX];
	int site_count;
	struct text networks; /* of every site, with commas; may be empty */
	struct text label;    /* "2026/27" */
	struct day first_day;
	struct day last_day;
	int terms;
	int week_days; /* from Monday */
	int hours;     /* a day; 0: no grid yet */
	int hour_minutes;
	struct minute starts;
	const char *journal;     /* NULL: in the folder */
	const char *host;        /* NULL: localhost */
	const char *certificate; /* NULL: one of its own */
	const char *certificate_key;
	int64_t shift_days;
	struct clock *clock;   /* given to the school; NULL: the system's */
	struct random *random; /* given to the school; NULL: the system's */
};
/* What stands in the school now. */
struct school_frame {
	struct school_year_record year;
	struct site_record sites[PLAN_SITES_MAX];
	int site_count;
};

/* CONFLICT when the folder holds something already. On OK the school is open;
 * it is to be closed in any case. */
enum outcome school_create(struct school *school, const char *word, const struct school_plan *plan,
	struct school_frame *frame) MUST_USE;

/* CONFLICT when something is there already; it has been said. */
enum outcome school_place_is_free(const char *word, const char *directory) MUST_USE;

/* "192.0.2.0/24, 2001:db8::/32": true when every part is a network. */
bool networks_are_sound(struct text networks);

#endif
