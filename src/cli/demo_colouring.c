#include "cli/demo_colouring.h"

#include <assert.h>
#include <stdbool.h>

/* Which hour has a colour at a teacher or class; -1 for none. */
struct node {
	int hour[COLOURS_MAX];
};

static int
free_colour(const struct node *node, int colours)
{
	for (int colour = 0; colour < colours; colour++)
		if (node->hour[colour] < 0)
			return colour;
	assert(false && "a teacher or class with more hours than colours");
	return 0;
}

/* Swaps the two colours along the path that leaves the class with `colour`.
 * The path cannot come to the teacher who lacks it, so it ends elsewhere. */
static void
swap_along(struct weekly_hour *hours, struct node *teachers, struct node *classes, int class, int colour,
	int other, int *path)
{
	int length = 0;
	bool at_class = true;
	int node = class, wanted = colour;
	for (;;) {
		int hour = at_class ? classes[node].hour[wanted] : teachers[node].hour[wanted];
		if (hour < 0)
			break;
		path[length++] = hour;
		node = at_class ? hours[hour].teacher : hours[hour].class;
		at_class = !at_class;
		wanted = wanted == colour ? other : colour;
	}
	for (int i = 0; i < length; i++) {
		struct weekly_hour *hour = &hours[path[i]];
		teachers[hour->teacher].hour[hour->colour] = -1;
		classes[hour->class].hour[hour->colour] = -1;
	}
	for (int i = 0; i < length; i++) {
		struct weekly_hour *hour = &hours[path[i]];
		hour->colour = hour->colour == colour ? other : colour;
		teachers[hour->teacher].hour[hour->colour] = path[i];
		classes[hour->class].hour[hour->colour] = path[i];
	}
}

void
hours_colour(struct weekly_hour *hours, int count, int teachers, int classes, int colours,
	struct arena *scratch)
{
	assert(colours <= COLOURS_MAX);
	struct node *by_teacher = arena_array(scratch, struct node, (size_t)teachers);
	struct node *by_class = arena_array(scratch, struct node, (size_t)classes);
	int *path = arena_array(scratch, int, (size_t)count + 1);
	for (int i = 0; i < teachers; i++)
		for (int colour = 0; colour < colours; colour++)
			by_teacher[i].hour[colour] = -1;
	for (int i = 0; i < classes; i++)
		for (int colour = 0; colour < colours; colour++)
			by_class[i].hour[colour] = -1;

	for (int i = 0; i < count; i++) {
		struct node *teacher = &by_teacher[hours[i].teacher];
		struct node *class = &by_class[hours[i].class];
		int colour = free_colour(teacher, colours);
		if (class->hour[colour] >= 0)
			swap_along(hours, by_teacher, by_class, hours[i].class, colour,
				free_colour(class, colours), path);
		hours[i].colour = colour;
		teacher->hour[colour] = i;
		class->hour[colour] = i;
	}
}
