/* Sites, classes, subjects and hours of the demo school. */
#include "cli/demo.h"
#include "identity/structure.sql.h"

#define EVENING              2
#define EVENING_FROM_CLASSES 8
#define LEVELS               5

static void slots_of(struct demo *demo, int site, enum demo_week week, int count, int starts, int minutes,
	int weight);
static void add_subjects(struct demo *demo);
static void add_class(struct demo *demo, int index, int site, int level, struct text name);
static enum outcome put_grid(struct school *school, struct demo *demo, int site, enum demo_week week);
static int last_weekday(int site);

void
demo_structure(struct demo *demo)
{
	demo->class_count = (demo->pupil_count + demo->class_size - 1) / demo->class_size;
	demo->classes = arena_array(demo->school.arena, struct demo_class, (size_t)demo->class_count);
	add_subjects(demo);
	int evening = demo->class_count >= EVENING_FROM_CLASSES;
	int by_day = demo->class_count - evening;
	int at_first = (by_day + 1) / 2;
	for (int i = 0; i < by_day; i++) {
		int site = i >= at_first;
		int place = site ? i - at_first : i;
		int section = place / LEVELS + (site ? (at_first + LEVELS - 1) / LEVELS : 0);
		add_class(demo, i, site, place % LEVELS + 1,
			section < 26
				? text_printf(demo->school.arena, "%d%c", place % LEVELS + 1, 'A' + section)
				: text_printf(demo->school.arena, "%dA%c", place % LEVELS + 1,
					  'A' + section - 26));
	}
	if (evening)
		add_class(demo, by_day, EVENING, 3, TEXT("3SER"));

	/* The third class of the first site is two courses in one room (REG-23). */
	if (at_first >= 3) {
		struct demo_class *divided = &demo->classes[2];
		divided->groups[0] = roster_add_subgroup(&demo->roster, divided->entry->row.id, TEXT("INF"));
		divided->groups[1] = roster_add_subgroup(&demo->roster, divided->entry->row.id, TEXT("GRA"));
	}
	slots_of(demo, 0, DEMO_PROVISIONAL, 4, 8 * 60, 60, 100);
	slots_of(demo, 0, DEMO_DEFINITIVE, 5, 8 * 60, 60, 100);
	slots_of(demo, 1, DEMO_PROVISIONAL, 4, 8 * 60 + 10, 50, 100);
	slots_of(demo, 1, DEMO_DEFINITIVE, 6, 8 * 60 + 10, 50, 100);
	slots_of(demo, EVENING, DEMO_PROVISIONAL, 3, 17 * 60 + 30, 90, 150);
	slots_of(demo, EVENING, DEMO_DEFINITIVE, 3, 17 * 60 + 30, 90, 150);
}

enum outcome
demo_put_structure(struct school *school, void *context)
{
	struct demo *demo = context;
	enum outcome got = OK;
	for (int site = 0; site < demo->frame.site_count && got == OK; site++) {
		got = put_grid(school, demo, site, DEMO_PROVISIONAL);
		if (got == OK)
			got = put_grid(school, demo, site, DEMO_DEFINITIVE);
	}
	/* Saturday is a rest day of these classes, not of the school (REG-16). */
	for (int i = 0; i < demo->class_count && got == OK; i++)
		if (demo->classes[i].site != 0)
			got = structure_put_rest_day(school->db, school->arena,
				&(struct rest_day_record){ 6, demo->classes[i].entry->row.name });
	struct day assembly = day_add(day_monday(day_add(demo->plan.first_day, 38)), 3);
	if (got == OK)
		got = structure_put_closure(school->db, school->arena,
			&(struct closure_record){
				.id = { school_new_id(school) },
				.first_day = assembly,
				.last_day = assembly,
				.kind = CLOSURE_ASSEMBLY,
				.label = TEXT("Assemblea d'istituto"),
			});
	return got == OK ? roster_write(&demo->roster, school->db) : got;
}

bool
demo_is_school_day(const struct demo *demo, int site, struct day day)
{
	int weekday = day_weekday(day);
	if (weekday == 0 || weekday > last_weekday(site) ||
		!day_between(day, demo->plan.first_day, demo->plan.last_day))
		return false;
	for (int i = 0; i < demo->holiday_count; i++)
		if (day_between(day, demo->holidays[i].first, demo->holidays[i].last))
			return false;
	return true;
}

enum demo_week
demo_week_of(const struct demo *demo, struct day day)
{
	return day_before(demo->provisional_ends, day) ? DEMO_DEFINITIVE : DEMO_PROVISIONAL;
}

const struct demo_hour *
demo_hour_of(const struct demo *demo, int class, struct day day, int ordinal)
{
	return &demo->classes[class].week[demo_week_of(demo, day)][day_weekday(day)][ordinal];
}

struct instant
demo_instant(const struct demo *demo, struct day day, int minute)
{
	return zone_instant(demo->school.zone, day, (struct minute){ (int16_t)minute });
}

static void
slots_of(struct demo *demo, int site, enum demo_week week, int count, int starts, int minutes, int weight)
{
	demo->slot_count[site][week] = count;
	for (int ordinal = 1; ordinal <= count; ordinal++, starts += minutes)
		demo->slots[site][week][ordinal] = (struct demo_slot){ { (int16_t)starts },
			{ (int16_t)(starts + minutes) }, weight };
}

static void
add_subjects(struct demo *demo)
{
	static const struct {
		const char *name, *short_name;
	} names[DEMO_SUBJECTS] = {
		[ITALIAN] = { "Lingua e letteratura italiana", "Italiano" },
		[HISTORY] = { "Storia", "Storia" },
		[MATHEMATICS] = { "Matematica", "Matematica" },
		[PHYSICS] = { "Fisica", "Fisica" },
		[ENGLISH] = { "Lingua inglese", "Inglese" },
		[SCIENCE] = { "Scienze naturali", "Scienze" },
		[COMPUTING] = { "Informatica", "Informatica" },
		[LAW] = { "Diritto ed economia", "Diritto" },
		[ART] = { "Disegno e storia dell'arte", "Arte" },
		[SPORT] = { "Scienze motorie e sportive", "Motorie" },
		[RELIGION_OR_NOT] = { "Religione cattolica o attività alternativa", "Religione" },
		[GRAPHICS] = { "Grafica e comunicazione", "Grafica" },
		[SUPPORT_SUBJECT] = { "Sostegno", "Sostegno" },
		[CONDUCT] = { "Condotta", "Condotta" },
		[CIVICS] = { "Educazione civica", "Ed. civica" },
		[SUBSTITUTION_SUBJECT] = { "Supplenza", "Supplenza" },
	};
	for (int i = 0; i < DEMO_SUBJECTS; i++) {
		demo->subjects[i] = roster_add_subject(&demo->roster, text_of(names[i].name));
		demo->subjects[i]->row.short_name = text_of(names[i].short_name);
	}
}

static void
add_class(struct demo *demo, int index, int site, int level, struct text name)
{
	struct demo_class *class = &demo->classes[index];
	class->site = site;
	class->level = level;
	class->first_pupil = index * demo->class_size;
	class->pupil_count = demo->pupil_count - class->first_pupil;
	if (class->pupil_count > demo->class_size)
		class->pupil_count = demo->class_size;
	class->entry = roster_add_class(&demo->roster, name, demo->frame.sites[site].id);
	class->entry->row.track = site == EVENING ? TEXT("Corso serale") : TEXT("Scientifico");
	if (site == EVENING)
		class->entry->row.weekly_units = 15 * 150;
}

static enum outcome
put_grid(struct school *school, struct demo *demo, int site, enum demo_week week)
{
	struct grid_record grid = {
		.id = { school_new_id(school) },
		.site = demo->frame.sites[site].id,
		.from_day = week == DEMO_PROVISIONAL ? demo->plan.first_day
						     : day_add(demo->provisional_ends, 1),
		.to_day = week == DEMO_PROVISIONAL ? demo->provisional_ends : DAY_NONE,
		.provisional = week == DEMO_PROVISIONAL,
	};
	enum outcome got = structure_put_grid(school->db, school->arena, &grid);
	for (int weekday = 1; weekday <= last_weekday(site); weekday++)
		for (int ordinal = 1; ordinal <= demo->slot_count[site][week] && got == OK; ordinal++) {
			const struct demo_slot *slot = &demo->slots[site][week][ordinal];
			got = structure_put_slot(school->db, school->arena,
				&(struct slot_record){
					grid.id, weekday, ordinal, slot->starts, slot->ends, slot->weight });
		}
	return got;
}

/* The first site works on Saturdays too. */
static int
last_weekday(int site)
{
	return site == 0 ? 6 : 5;
}
