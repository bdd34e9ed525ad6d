/* What a school day needs: grids, hours, posts, pupils; today, and in summer the first day of the year that
 * comes. */
#include "cli/doctor.h"
#include "cli/doctor.sql.h"

#define NAMES_SHOWN_MAX 10

/* Rows of one query with a class's name each, as one finding. */
#define FIND_CLASSES(doctor, day, query, good, bad)                                                          \
	do {                                                                                                 \
		struct query##_rows rows;                                                                    \
		struct school *in = (doctor)->school;                                                        \
		if (query(in->db, (day), in->arena, &rows) != OK) {                                          \
			doctor_find(doctor, HEALTH_BAD, "timetable", #query " cannot be read");              \
			break;                                                                               \
		}                                                                                            \
		struct text names = { 0 };                                                                   \
		for (size_t i = 0; i < rows.count && i < NAMES_SHOWN_MAX; i++)                               \
			names = text_printf(in->arena, "%.*s%s%.*s", TEXT_ARG(names), i ? ", " : "",         \
				TEXT_ARG(rows.at[i].name));                                                  \
		if (rows.count)                                                                              \
			doctor_find(doctor, HEALTH_LOOK, "timetable", bad ": %.*s%s", TEXT_ARG(names),       \
				rows.count > NAMES_SHOWN_MAX ? " ..." : "");                                 \
		else                                                                                         \
			doctor_find(doctor, HEALTH_GOOD, "timetable", good);                                 \
	} while (0)

static struct day
day_in_year(struct school *school)
{
	struct year_that_comes_row year;
	enum outcome got = year_that_comes(school->db, school->today, school->arena, &year);
	return got == OK && day_before(school->today, year.first_day) ? year.first_day : school->today;
}

void
doctor_timetable(struct doctor *doctor)
{
	struct school *school = doctor->school;
	struct day day = day_in_year(school);
	struct classes_in_year_row classes;
	if (classes_in_year(school->db, day, school->arena, &classes) == OK && !classes.count) {
		doctor_find(doctor, HEALTH_LOOK, "timetable",
			"no class has school this year: "
			"campanella import brings them in");
		return;
	}
	if (!day_equal(day, school->today)) {
		char text[DAY_TEXT_SIZE];
		day_print(day, text);
		doctor_find(doctor, HEALTH_GOOD, "timetable", "the school year begins on %s: what holds then",
			text);
	}
	FIND_CLASSES(doctor, day, classes_without_grid, "every class has a grid", "classes without a grid");
	FIND_CLASSES(doctor, day, classes_without_hours, "every class has a timetable",
		"classes without a timetable");
	FIND_CLASSES(doctor, day, classes_without_pupils, "every class has pupils", "classes without pupils");
	FIND_CLASSES(doctor, day, hours_without_slot, "every hour has its place in the grid",
		"hours that the grid of the site has no place for, in");
	FIND_CLASSES(doctor, day, hours_without_post, "every hour belongs to a post",
		"hours of a teacher without a post, in");

	struct posts_without_class_row posts;
	if (posts_without_class(school->db, day, school->arena, &posts) != OK)
		doctor_find(doctor, HEALTH_BAD, "timetable", "the posts cannot be read");
	else if (posts.count)
		doctor_find(doctor, HEALTH_BAD, "timetable", "%lld posts in classes that do not exist",
			(long long)posts.count);
	else
		doctor_find(doctor, HEALTH_GOOD, "timetable", "every post has its class");
}
