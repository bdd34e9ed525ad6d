/* What a school day needs: grids, hours, posts, pupils. */
#include "cli/doctor.h"
#include "cli/doctor.sql.h"

#define NAMES_SHOWN_MAX 10

/* Rows of one query with a class's name each, as one finding. */
#define FIND_CLASSES(doctor, query, good, bad)                                                               \
	do {                                                                                                 \
		struct query##_rows rows;                                                                    \
		struct school *in = (doctor)->school;                                                        \
		if (query(in->db, in->today, in->arena, &rows) != OK) {                                      \
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

void
doctor_timetable(struct doctor *doctor)
{
	struct school *school = doctor->school;
	struct classes_in_year_row classes;
	if (classes_in_year(school->db, school->today, school->arena, &classes) == OK && !classes.count) {
		doctor_find(doctor, HEALTH_LOOK, "timetable",
			"no class has school this year: "
			"campanella import brings them in");
		return;
	}
	FIND_CLASSES(doctor, classes_without_grid, "every class has a grid today",
		"classes without a grid today");
	FIND_CLASSES(doctor, classes_without_hours, "every class has a timetable today",
		"classes without a timetable today");
	FIND_CLASSES(doctor, classes_without_pupils, "every class has pupils today",
		"classes without pupils today");
	FIND_CLASSES(doctor, hours_without_slot, "every hour has its place in the grid",
		"hours that the grid of the site has no place for, in");
	FIND_CLASSES(doctor, hours_without_post, "every hour belongs to a post",
		"hours of a teacher without a post, in");

	struct posts_without_class_row posts;
	if (posts_without_class(school->db, school->today, school->arena, &posts) != OK)
		doctor_find(doctor, HEALTH_BAD, "timetable", "the posts cannot be read");
	else if (posts.count)
		doctor_find(doctor, HEALTH_BAD, "timetable", "%lld posts in classes that do not exist",
			(long long)posts.count);
	else
		doctor_find(doctor, HEALTH_GOOD, "timetable", "every post has its class");
}
