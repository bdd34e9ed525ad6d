#include "cli/demo_names.h"

#define COUNT(list)        (sizeof(list) / sizeof((list)[0]))
#define PICK(random, list) ((list)[random_below((random), COUNT(list))])
#define FOREIGN_PERCENT    9

/* Many words to a line. */
/* clang-format off */
static const char *const begins[] = {
	"Al", "Ba", "Bel", "Bo", "Ca", "Car", "Co", "Da", "Del", "Fa", "Fer", "Fio", "Ga", "Gra", "La", "Lo",
	"Ma", "Man", "Mo", "Na", "Or", "Pa", "Pe", "Por", "Ra", "Ro", "Sal", "Sca", "So", "Ta", "Tor", "Va",
	"Ven", "Vi", "Za",
};
static const char *const middles[] = {
	"bru", "can", "chi", "den", "fi", "gna", "la", "len", "ma", "mi", "na", "ne", "ran", "ri", "sal", "scar",
	"ta", "ten", "ti", "ven", "vi", "zan",
};
static const char *const ends[] = {
	"belli", "cchi", "delli", "doni", "ghin", "lato", "letti", "lini", "lotto", "nardi", "nello", "netti",
	"randi", "rello", "retta", "rini", "rotti", "sini", "taldi", "telli", "tini", "vani", "zzetto", "zzoni",
};
static const char *const far_begins[] = {
	"Ada", "Bena", "Choru", "Dia", "Elka", "Hou", "Iva", "Kada", "Kova", "Lin", "Mbe", "Nguy", "Ola", "Popa",
	"Raha", "Sin", "Tara", "Usma", "Wei", "Yil",
};
static const char *const far_ends[] = {
	"ban", "diri", "gara", "jari", "kov", "lescu", "mani", "mura", "nek", "ouri", "ram", "shan", "tova", "wele",
	"zeng",
};
static const char *const given[] = {
	"Ada", "Alba", "Alice", "Amelia", "Andrea", "Anita", "Arianna", "Aurora", "Beatrice", "Bianca", "Bruno",
	"Camilla", "Carlo", "Cecilia", "Chiara", "Cosimo", "Davide", "Diana", "Diego", "Edoardo", "Elena", "Elia",
	"Emma", "Enea", "Ettore", "Eva", "Fabio", "Federica", "Filippo", "Flavia", "Francesca", "Gabriele", "Gaia",
	"Giada", "Giacomo", "Ginevra", "Giorgio", "Giulia", "Greta", "Guido", "Ilaria", "Irene", "Iris", "Jacopo",
	"Lara", "Laura", "Leonardo", "Lia", "Livia", "Lorenzo", "Luca", "Lucia", "Marco", "Margherita", "Marta",
	"Martino", "Matilde", "Matteo", "Michele", "Milo", "Mirta", "Nicola", "Niccolò", "Nina", "Noemi", "Olivia",
	"Oscar", "Paolo", "Pietro", "Rachele", "Rebecca", "Riccardo", "Rocco", "Samuele", "Sara", "Serena",
	"Silvia", "Simone", "Sofia", "Stella", "Tea", "Tommaso", "Ugo", "Valentina", "Vera", "Viola", "Vittoria",
	"Zeno", "Zoe",
};
static const char *const far_given[] = {
	"Adil", "Aïcha", "Amina", "Anca", "Dario", "Elif", "Fatou", "Hana", "Ionuț", "Jing", "Karim", "Kofi",
	"Leïla", "Mei", "Mihai", "Nadia", "Omar", "Priya", "Ravi", "Samira", "Tarek", "Wen", "Yara", "Zoran",
};
/* clang-format on */

struct text
demo_family_name(struct random *random, struct arena *arena, bool *foreign)
{
	*foreign = random_below(random, 100) < FOREIGN_PERCENT;
	if (*foreign) {
		const char *begin = PICK(random, far_begins);
		return text_printf(arena, "%s%s", begin, PICK(random, far_ends));
	}
	const char *begin = PICK(random, begins);
	bool middle = random_below(random, 3) > 0;
	const char *between = PICK(random, middles);
	const char *end = PICK(random, ends);
	return random_below(random, 25) == 0
		? text_printf(arena, "De %s%s%s", begin, middle ? between : "", end)
		: text_printf(arena, "%s%s%s", begin, middle ? between : "", end);
}

struct text
demo_given_name(struct random *random, bool foreign)
{
	/* Of those with a name from afar, half were given one from here. */
	if (foreign && random_below(random, 2))
		return text_of(PICK(random, far_given));
	return text_of(PICK(random, given));
}
