/* Who teaches what where, and the weeks that follow from it. */
#include <assert.h>
#include <string.h>

#include "cli/demo.h"
#include "cli/demo_colouring.h"

#define EVENING         2
#define TEACHERS_MAX    800
#define LAB_CLASSES_MAX 18
#define SUPPORT_CLASSES 3
#define SUPPORT_HOURS   6
#define EVENING_HOURS   15

/* What one kind of teacher gives to a class, and how many classes are a post. */
static const struct {
	struct {
		int subject;
		int hours;
	} gives[2];
	int classes;
} disciplines[] = {
	{ { { ITALIAN, 4 }, { HISTORY, 2 } }, 3 },
	{ { { MATHEMATICS, 4 }, { PHYSICS, 2 } }, 3 },
	{ { { ENGLISH, 3 } }, 5 },
	{ { { SCIENCE, 3 } }, 5 },
	{ { { COMPUTING, 3 } }, 5 },
	{ { { LAW, 3 } }, 5 },
	{ { { ART, 3 } }, 5 },
	{ { { SPORT, 2 } }, 10 },
	{ { { RELIGION_OR_NOT, 1 } }, 20 },
};
#define DISCIPLINES ((int)(sizeof disciplines / sizeof disciplines[0]))
enum { LAB = DISCIPLINES, SUPPORT, ALTERNATIVE }; /* one of each at every day site */

/* The fifteen modules of the evening class, a discipline each. */
static const struct {
	int discipline, subject;
} evening_modules[EVENING_HOURS] = {
	{ 0, ITALIAN },
	{ 1, MATHEMATICS },
	{ 2, ENGLISH },
	{ 4, COMPUTING },
	{ 5, LAW },
	{ 3, SCIENCE },
	{ 0, ITALIAN },
	{ 1, MATHEMATICS },
	{ 2, ENGLISH },
	{ 4, COMPUTING },
	{ 5, LAW },
	{ 3, SCIENCE },
	{ 0, ITALIAN },
	{ 1, MATHEMATICS },
	{ 0, HISTORY },
};

static int add_teacher(struct demo *demo, int site, int discipline);
static int classes_at(const struct demo *demo, int site);
static void colour_site(struct demo *demo, int site, const int *teacher_of);
static void add_extras(struct demo *demo, int site);
static void divide_class(struct demo *demo, struct demo_class *class);
static int teacher_at(const struct demo *demo, int site, int discipline);
static bool has_subject(const struct demo_hour *hour, int subject);
static void add_part(struct demo *demo, struct demo_class *class, int colour, struct demo_part part);
static void map_weeks(struct demo *demo, int site);
static void map_evening(struct demo *demo, struct demo_class *class);
static int fullest(const struct demo *demo, int site);
static void shuffle(struct demo *demo, int *numbers, int count);

/* teacher_of[class][discipline], filled in turn: the first teacher takes the
 * first classes, and so on. */
void
demo_staff(struct demo *demo)
{
	demo->teachers = arena_array(demo->school.arena, struct demo_teacher, TEACHERS_MAX);
	int *teacher_of = arena_array(demo->school.arena, int,
		(size_t)demo->class_count *(size_t)DISCIPLINES);
	for (int site = 0; site < 2; site++) {
		if (!classes_at(demo, site))
			continue;
		for (int discipline = 0; discipline < DISCIPLINES; discipline++) {
			int given = 0, teacher = -1;
			for (int i = 0; i < demo->class_count; i++) {
				if (demo->classes[i].site != site)
					continue;
				if (given++ % disciplines[discipline].classes == 0)
					teacher = add_teacher(demo, site, discipline);
				teacher_of[i * DISCIPLINES + discipline] = teacher;
			}
		}
		add_teacher(demo, site, LAB);
		add_teacher(demo, site, SUPPORT);
		add_teacher(demo, site, ALTERNATIVE);
	}
	for (int site = 0; site < 2; site++)
		if (classes_at(demo, site)) {
			colour_site(demo, site, teacher_of);
			add_extras(demo, site);
		}
}

void
demo_timetable(struct demo *demo)
{
	demo->star = fullest(demo, 0);
	map_weeks(demo, 0);
	map_weeks(demo, 1);
	for (int i = 0; i < demo->class_count; i++)
		if (demo->classes[i].site == EVENING)
			map_evening(demo, &demo->classes[i]);
}

static int
add_teacher(struct demo *demo, int site, int discipline)
{
	assert(demo->teacher_count < TEACHERS_MAX);
	demo->teachers[demo->teacher_count] = (struct demo_teacher){
		.person = demo_add_staff(demo, ROLE_TEACHER), .site = site, .discipline = discipline
	};
	return demo->teacher_count++;
}

static int
classes_at(const struct demo *demo, int site)
{
	int count = 0;
	for (int i = 0; i < demo->class_count; i++)
		count += demo->classes[i].site == site;
	return count;
}

static void
colour_site(struct demo *demo, int site, const int *teacher_of)
{
	struct arena *arena = demo->school.arena;
	struct weekly_hour *hours = arena_array(arena, struct weekly_hour,
		(size_t)demo->class_count * DEMO_COLOURS);
	int count = 0;
	for (int i = 0; i < demo->class_count; i++)
		for (int d = 0; demo->classes[i].site == site && d < DISCIPLINES; d++)
			for (int g = 0; g < 2; g++)
				for (int h = 0; h < disciplines[d].gives[g].hours; h++)
					hours[count++] = (struct weekly_hour){
						.teacher = teacher_of[i * DISCIPLINES + d],
						.class = i,
						.subject = disciplines[d].gives[g].subject,
					};
	/* In another order the same method finds another timetable. */
	for (int i = count - 1; i > 0; i--) {
		int other = (int)random_below(demo->random, (uint64_t)i + 1);
		struct weekly_hour kept = hours[i];
		hours[i] = hours[other];
		hours[other] = kept;
	}
	hours_colour(hours, count, demo->teacher_count, demo->class_count, DEMO_COLOURS, arena);
	for (int i = 0; i < count; i++)
		add_part(demo, &demo->classes[hours[i].class], hours[i].colour,
			(struct demo_part){ PART_OWN, hours[i].teacher, hours[i].subject, 0, -1 });
}

/* Copresence: the laboratory, support, and the alternative to religion. */
static void
add_extras(struct demo *demo, int site)
{
	int lab = teacher_at(demo, site, LAB), support = teacher_at(demo, site, SUPPORT);
	int alternative = teacher_at(demo, site, ALTERNATIVE);
	int with_lab = 0, with_support = 0;
	for (int i = 0; i < demo->class_count; i++) {
		struct demo_class *class = &demo->classes[i];
		if (class->site != site)
			continue;
		if (class->groups[0])
			divide_class(demo, class);
		bool has_lab = with_lab >= LAB_CLASSES_MAX;
		int support_hours = with_support < SUPPORT_CLASSES ? 0 : SUPPORT_HOURS;
		for (int colour = 0; colour < DEMO_COLOURS; colour++) {
			const struct demo_hour *hour = &class->by_colour[colour];
			if (!has_lab && has_subject(hour, COMPUTING) && !demo->teachers[lab].busy[colour]) {
				add_part(demo, class, colour,
					(struct demo_part){
						PART_LAB, lab, COMPUTING, class->groups[0] ? 1 : 0, -1 });
				has_lab = true;
				with_lab++;
			}
			if (has_subject(hour, RELIGION_OR_NOT))
				add_part(demo, class, colour,
					(struct demo_part){ PART_ALTERNATIVE_TO_RELIGION, alternative,
						RELIGION_OR_NOT, 0, -1 });
			else if (support_hours < SUPPORT_HOURS && !demo->teachers[support].busy[colour]) {
				add_part(demo, class, colour,
					(struct demo_part){ PART_SUPPORT, support, SUPPORT_SUBJECT, 0,
						class->first_pupil + 3 });
				support_hours++;
			}
		}
		with_support++;
	}
}

/* In the hours of computing, the second half of the class has graphics with a
 * teacher who is free in all of them. */
static void
divide_class(struct demo *demo, struct demo_class *class)
{
	int best = -1;
	for (int t = 0; t < demo->teacher_count; t++) {
		const struct demo_teacher *teacher = &demo->teachers[t];
		bool is_free = teacher->site == class->site && teacher->discipline < DISCIPLINES;
		for (int colour = 0; colour < DEMO_COLOURS && is_free; colour++)
			is_free = !has_subject(&class->by_colour[colour], COMPUTING) ||
				!teacher->busy[colour];
		if (is_free && (best < 0 || teacher->hours < demo->teachers[best].hours))
			best = t;
	}
	if (best < 0) {
		class->groups[0] = class->groups[1] = NULL;
		return;
	}
	for (int colour = 0; colour < DEMO_COLOURS; colour++)
		if (has_subject(&class->by_colour[colour], COMPUTING)) {
			class->by_colour[colour].parts[0].group = 1;
			add_part(demo, class, colour, (struct demo_part){ PART_OWN, best, GRAPHICS, 2, -1 });
		}
}

static int
teacher_at(const struct demo *demo, int site, int discipline)
{
	int found = -1;
	for (int t = 0; t < demo->teacher_count; t++)
		if (demo->teachers[t].site == site && demo->teachers[t].discipline == discipline &&
			(found < 0 || demo->teachers[t].hours < demo->teachers[found].hours))
			found = t;
	assert(found >= 0);
	return found;
}

static bool
has_subject(const struct demo_hour *hour, int subject)
{
	for (int i = 0; i < hour->count; i++)
		if (hour->parts[i].subject == subject)
			return true;
	return false;
}

static void
add_part(struct demo *demo, struct demo_class *class, int colour, struct demo_part part)
{
	struct demo_hour *hour = &class->by_colour[colour];
	assert(hour->count < DEMO_PARTS_MAX);
	hour->parts[hour->count++] = part;
	demo->teachers[part.teacher].busy[colour] = true;
	demo->teachers[part.teacher].hours++;
}

/*
 * Colours become hours of the week: no clash whatever the order. Only one thing
 * is arranged: on the demo's day the star of the first site teaches every hour.
 */
static void
map_weeks(struct demo *demo, int site)
{
	int days = site == 0 ? 6 : 5;
	int star_day = day_weekday(demo->today);
	for (int week = 0; week < DEMO_WEEKS; week++) {
		int order[DEMO_COLOURS], next = 0;
		shuffle(demo, order, DEMO_COLOURS);
		bool used[DEMO_COLOURS] = { false };
		int ordinals = demo->slot_count[site][week];
		for (int ordinal = 1; site == 0 && ordinal <= ordinals; ordinal++)
			for (int i = 0; i < DEMO_COLOURS; i++) {
				int colour = order[i];
				if (used[colour] || !demo->teachers[demo->star].busy[colour])
					continue;
				used[colour] = true;
				for (int c = 0; c < demo->class_count; c++)
					if (demo->classes[c].site == site)
						demo->classes[c].week[week][star_day][ordinal] =
							demo->classes[c].by_colour[colour];
				break;
			}
		for (int weekday = 1; weekday <= days; weekday++)
			for (int ordinal = 1; ordinal <= ordinals; ordinal++) {
				if (site == 0 && weekday == star_day)
					continue;
				while (used[order[next]])
					next++;
				int colour = order[next++];
				for (int c = 0; c < demo->class_count; c++)
					if (demo->classes[c].site == site)
						demo->classes[c].week[week][weekday][ordinal] =
							demo->classes[c].by_colour[colour];
			}
	}
}

static void
map_evening(struct demo *demo, struct demo_class *class)
{
	for (int i = 0; i < EVENING_HOURS; i++) {
		int teacher = teacher_at(demo, 1, evening_modules[i].discipline);
		struct demo_hour hour = { .count = 1,
			.parts = { { PART_OWN, teacher, evening_modules[i].subject, 0, -1 } } };
		int weekday = i / 3 + 1, ordinal = i % 3 + 1;
		class->week[DEMO_PROVISIONAL][weekday][ordinal] = hour;
		class->week[DEMO_DEFINITIVE][weekday][ordinal] = hour;
	}
}

static int
fullest(const struct demo *demo, int site)
{
	int best = 0;
	for (int t = 1; t < demo->teacher_count; t++)
		if (demo->teachers[t].site == site && demo->teachers[t].discipline < DISCIPLINES &&
			disciplines[demo->teachers[t].discipline].classes < 10 &&
			demo->teachers[t].hours > demo->teachers[best].hours)
			best = t;
	return best;
}

static void
shuffle(struct demo *demo, int *numbers, int count)
{
	for (int i = 0; i < count; i++)
		numbers[i] = i;
	for (int i = count - 1; i > 0; i--) {
		int other = (int)random_below(demo->random, (uint64_t)i + 1);
		int kept = numbers[i];
		numbers[i] = numbers[other];
		numbers[other] = kept;
	}
}
