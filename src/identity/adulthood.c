#include "identity/adulthood.h"

#define ADULT_YEARS 18

struct day
adult_from(struct day born)
{
	int year, month, day_of_month;
	day_parts(born, &year, &month, &day_of_month);
	struct day birthday = day_of(year + ADULT_YEARS, month, day_of_month);
	if (day_equal(birthday, DAY_NONE))
		birthday = day_of(year + ADULT_YEARS, 3, 1);
	return birthday;
}

bool
adult_on(struct day born, struct day day)
{
	return !day_before(day, adult_from(born));
}
