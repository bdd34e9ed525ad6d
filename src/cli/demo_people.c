/* Pupils with their guardians, the staff beside the teachers, and the posts. */
#include <stdlib.h>

#include "cli/demo.h"
#include "cli/demo_names.h"
#include "identity/person_name.h"

#define SIBLING_PERCENT      6
#define ONE_GUARDIAN_PERCENT 25
#define EVENING              2

static void add_class_pupils(struct demo *demo, int class);
static void name_pupil(struct demo *demo, int pupil, struct person_record *row);
static struct day birth_day(struct demo *demo, const struct demo_class *class);
static enum religion_option religion(struct demo *demo);
static void add_guardians(struct demo *demo, int pupil);
static const struct demo_pupil *sibling_of(const struct demo *demo, const struct demo_pupil *pupil);
static struct roster_person *add_guardian(struct demo *demo);
static struct roster_post *find_post(struct demo *demo, const struct post_record *row);
static void add_rows_of_part(struct demo *demo, int class, enum demo_week week, int weekday, int ordinal,
	const struct demo_part *part);

void
demo_people(struct demo *demo)
{
	demo->head = demo_add_staff(demo, ROLE_HEAD);
	demo->deputy = demo_add_staff(demo, ROLE_DEPUTY);
	demo->office = demo_add_staff(demo, ROLE_OFFICE);
	demo->technician = demo_add_staff(demo, ROLE_TECHNICIAN);
	demo->auditor = demo_add_staff(demo, ROLE_AUDITOR);
	demo->pupils = arena_array(demo->school.arena, struct demo_pupil, (size_t)demo->pupil_count);
	for (int i = 0; i < demo->class_count; i++)
		add_class_pupils(demo, i);
	for (int i = 0; i < demo->pupil_count; i++)
		add_guardians(demo, i);
}

void
demo_posts(struct demo *demo)
{
	for (int class = 0; class < demo->class_count; class ++)
		for (int week = 0; week < DEMO_WEEKS; week++)
			for (int weekday = 1; weekday <= 6; weekday++)
				for (int ordinal = 1; ordinal <= DEMO_ORDINALS_MAX; ordinal++) {
					const struct demo_hour *hour = &demo->classes[class]
										.week[week][weekday][ordinal];
					for (int i = 0; i < hour->count; i++)
						add_rows_of_part(demo, class, (enum demo_week)week, weekday,
							ordinal, &hour->parts[i]);
				}
}

struct roster_person *
demo_add_staff(struct demo *demo, enum role role)
{
	bool foreign;
	struct text family = demo_family_name(demo->random, demo->school.arena, &foreign);
	struct text given = demo_given_name(demo->random, foreign);
	struct roster_person *person = roster_add_person(&demo->roster,
		&(struct person_record){ .kind = PERSON_STAFF,
			.family_name = family,
			.given_name = given,
			.left_on = DAY_NONE });
	roster_add_appointment(&demo->roster, person, role);
	roster_add_account(&demo->roster, person, roster_user_name(&demo->roster, given, family));
	return person;
}

struct draft {
	struct person_record row;
	struct text order;
};

static int
by_order(const void *one, const void *other)
{
	return text_compare(((const struct draft *)one)->order, ((const struct draft *)other)->order);
}

/* In the order of the register, as a first import does it. */
static void
add_class_pupils(struct demo *demo, int index)
{
	struct demo_class *class = &demo->classes[index];
	struct draft *drafts = arena_array(demo->school.arena, struct draft, (size_t) class->pupil_count);
	for (int i = 0; i < class->pupil_count; i++) {
		name_pupil(demo, class->first_pupil + i, &drafts[i].row);
		drafts[i].order = person_name_order(demo->school.arena, drafts[i].row.family_name,
			drafts[i].row.given_name);
	}
	qsort(drafts, (size_t) class->pupil_count, sizeof drafts[0], by_order);
	for (int i = 0; i < class->pupil_count; i++) {
		struct demo_pupil *pupil = &demo->pupils[class->first_pupil + i];
		pupil->class = index;
		pupil->born = birth_day(demo, class);
		char day[DAY_TEXT_SIZE];
		day_print(pupil->born, day);
		drafts[i].row.birth_day = text_copy(demo->school.arena, text_of(day));
		pupil->person = roster_add_person(&demo->roster, &drafts[i].row);
		roster_add_appointment(&demo->roster, pupil->person, ROLE_PUPIL);
		roster_add_account(&demo->roster, pupil->person,
			roster_user_name(&demo->roster, drafts[i].row.given_name, drafts[i].row.family_name));
		pupil->member = roster_add_member(&demo->roster, pupil->person, class->entry->row.id,
			religion(demo));
		if (class->groups[0])
			roster_add_subgroup_member(&demo->roster, pupil->person,
				class->groups[i % 2]->row.id);
		/* Most are away one day in thirty; a few so often that the limit is near. */
		uint64_t kind = random_below(demo->random, 100);
		pupil->absence_permille = kind < 2 ? 200 : kind < 10 ? 70 : kind < 40 ? 30 : 18;
	}
}

/* Some have an elder sibling, or a younger one, in the class before. */
static void
name_pupil(struct demo *demo, int index, struct person_record *row)
{
	bool foreign;
	*row = (struct person_record){ .kind = PERSON_PUPIL, .left_on = DAY_NONE };
	row->family_name = demo_family_name(demo->random, demo->school.arena, &foreign);
	row->given_name = demo_given_name(demo->random, foreign);
	bool sibling = random_below(demo->random, 100) < SIBLING_PERCENT;
	if (index >= demo->class_size && (sibling || index == demo->class_size))
		row->family_name = demo->pupils[index - demo->class_size].person->row.family_name;
}

static struct day
birth_day(struct demo *demo, const struct demo_class *class)
{
	int year, month, day;
	day_parts(demo->plan.first_day, &year, &month, &day);
	int age = 13 + class->level +
		(class->site == EVENING ? 6 + (int)random_below(demo->random, 12)
					: random_below(demo->random, 20) == 0);
	struct day born = day_of(year - age, 1, 1);
	return day_add(born, (int)random_below(demo->random, 365));
}

static enum religion_option
religion(struct demo *demo)
{
	uint64_t draw = random_below(demo->random, 100);
	return draw < 78    ? RELIGION_RELIGION
		: draw < 88 ? RELIGION_ALTERNATIVE
		: draw < 92 ? RELIGION_STUDIES_ALONE
		: draw < 94 ? RELIGION_STUDIES_WITH
			    : RELIGION_LEAVES;
}

/* Siblings share their guardians; adults of the evening course have none. */
static void
add_guardians(struct demo *demo, int index)
{
	struct demo_pupil *pupil = &demo->pupils[index];
	if (demo->classes[pupil->class].site == EVENING)
		return;
	const struct demo_pupil *sibling = sibling_of(demo, pupil);
	if (sibling) {
		for (struct roster_guardianship *guardianship = sibling->person->guardianships; guardianship;
			guardianship = guardianship->of_pupil)
			roster_add_guardianship(&demo->roster, guardianship->guardian, pupil->person);
		pupil->guardian = sibling->guardian;
		return;
	}
	pupil->guardian = add_guardian(demo);
	roster_add_guardianship(&demo->roster, pupil->guardian, pupil->person);
	if (random_below(demo->random, 100) >= ONE_GUARDIAN_PERCENT)
		roster_add_guardianship(&demo->roster, add_guardian(demo), pupil->person);
}

static const struct demo_pupil *
sibling_of(const struct demo *demo, const struct demo_pupil *pupil)
{
	if (pupil->class == 0)
		return NULL;
	const struct demo_class *before = &demo->classes[pupil->class - 1];
	for (int i = 0; i < before->pupil_count; i++) {
		const struct demo_pupil *other = &demo->pupils[before->first_pupil + i];
		if (other->guardian &&
			text_equal(other->person->row.family_name, pupil->person->row.family_name))
			return other;
	}
	return NULL;
}

static struct roster_person *
add_guardian(struct demo *demo)
{
	struct roster_person *guardian = roster_add_person(&demo->roster,
		&(struct person_record){ .kind = PERSON_GUARDIAN, .left_on = DAY_NONE });
	roster_add_appointment(&demo->roster, guardian, ROLE_GUARDIAN);
	roster_add_account(&demo->roster, guardian, roster_opaque_user_name(&demo->roster));
	return guardian;
}

static void
add_rows_of_part(struct demo *demo, int class, enum demo_week week, int weekday, int ordinal,
	const struct demo_part *part)
{
	static const enum post_kind kinds[] = {
		[PART_OWN] = POST_NORMAL,
		[PART_LAB] = POST_LAB,
		[PART_SUPPORT] = POST_SUPPORT,
		[PART_ALTERNATIVE_TO_RELIGION] = POST_ALTERNATIVE,
	};
	const struct demo_class *in = &demo->classes[class];
	struct subgroup_id subgroup = part->group ? in->groups[part->group - 1]->row.id
						  : (struct subgroup_id){ 0 };
	struct post_record post = {
		.teacher = demo->teachers[part->teacher].person->row.id,
		.class = in->entry->row.id,
		.subject = demo->subjects[part->subject]->row.id,
		.kind = kinds[part->kind],
		.subgroup = subgroup,
		.pupil = part->kind == PART_SUPPORT && part->pupil < demo->pupil_count
			? demo->pupils[part->pupil].person->row.id
			: (struct person_id){ 0 },
	};
	if (!find_post(demo, &post))
		roster_add_post(&demo->roster, &post);
	struct roster_hour *hour = roster_add_hour(&demo->roster,
		&(struct timetable_record){
			.class = in->entry->row.id,
			.weekday = weekday,
			.ordinal = ordinal,
			.teacher = post.teacher,
			.subject = post.subject,
			.subgroup = part->kind == PART_ALTERNATIVE_TO_RELIGION
				? (struct subgroup_id){ 1 }
				/* the part of the hour beside religion (REG-24) */
				: subgroup,
		});
	hour->row.provisional = week == DEMO_PROVISIONAL;
	if (week == DEMO_PROVISIONAL)
		hour->row.to_day = demo->provisional_ends;
	else
		hour->row.from_day = day_add(demo->provisional_ends, 1);
}

static struct roster_post *
find_post(struct demo *demo, const struct post_record *row)
{
	for (struct roster_post *post = demo->roster.posts.first; post; post = post->next)
		if (post->row.teacher.v == row->teacher.v && post->row.class.v == row->class.v &&
			post->row.subject.v == row->subject.v && post->row.kind == row->kind &&
			post->row.subgroup.v == row->subgroup.v)
			return post;
	return NULL;
}
