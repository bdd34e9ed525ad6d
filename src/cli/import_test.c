/*
 * Files into a school on disk: the whole way from bytes to both copies. Names
 * and codes are invented.
 */
#include "identity/roster_import.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/school_create.h"
#include "identity/roster.sql.h"
#include "platform/test.h"
#include "privacy/grant.h"

struct fixture {
	char folder[64];
	char directory[80];
	struct school school;
	struct roster roster;
	struct import import;
};

static int
make(void **state)
{
	struct fixture *fixture = calloc(1, sizeof *fixture);
	strcpy(fixture->folder, "/tmp/import-test-XXXXXX");
	if (!mkdtemp(fixture->folder))
		return 1;
	snprintf(fixture->directory, sizeof fixture->directory, "%s/school", fixture->folder);
	struct school_frame frame;
	*state = fixture;
	return school_create(&fixture->school, "test",
		&(struct school_plan){
			.directory = fixture->directory,
			.name = TEXT("Scuola di prova"),
			.country = COUNTRY_IT,
			.language = TEXT("it"),
			.zone = TEXT("Europe/Rome"),
			.profile = TEXT("allegato5"),
			.sites = { TEXT("Sede") },
			.site_count = 1,
			.label = TEXT("2026/27"),
			.first_day = day_of(2026, 9, 14),
			.last_day = day_of(2027, 6, 8),
			.terms = 2,
			.week_days = 5,
			.hours = 6,
			.hour_minutes = 60,
			.starts = { 480 },
			.clock = clock_fixed((struct instant){ 1792396800000 }), /* 19 October 2026 */
			.random = random_seeded(3),
		},
		&frame);
}

static int
unmake(void **state)
{
	struct fixture *fixture = *state;
	char command[100];
	school_close(&fixture->school);
	snprintf(command, sizeof command, "rm -r %s", fixture->folder);
	int failed = system(command);
	free(fixture);
	return failed;
}

static enum outcome
write_roster(struct school *school, void *context)
{
	return roster_write(context, school->db);
}

#define MAX_FILES 4
struct run {
	const char *files[MAX_FILES];
	bool applies, complete, keep_birth_place, provisional;
	struct day day; /* 0: today */
};

/* Checks, and writes when the check is passed and asked for. */
static enum outcome
run(struct fixture *fixture, const struct run *what)
{
	struct import_file files[MAX_FILES];
	size_t count = 0;
	for (; count < MAX_FILES && what->files[count]; count++)
		files[count] = (struct import_file){ text_printf(fixture->school.arena, "file%zu.csv",
							     count + 1),
			text_of(what->files[count]) };
	struct school *school = &fixture->school;
	struct day day = what->day.number ? what->day : school->today;
	assert_int_equal(school_roster(school, day, &fixture->roster), OK);
	enum outcome got = roster_import(&fixture->import,
		&(struct import_options){ .roster = &fixture->roster,
			.arena = school->arena,
			.files = files,
			.file_count = count,
			.complete = what->complete,
			.keep_birth_place = what->keep_birth_place,
			.provisional = what->provisional });
	if (got == OK && what->applies)
		assert_int_equal(school_commit(school, "import", write_roster, &fixture->roster), OK);
	return got;
}

static void
assert_counts(const struct fixture *fixture, enum import_what what, size_t added, size_t changed,
	size_t leaving, size_t same)
{
	const size_t *counts = fixture->import.counts[what];
	assert_int_equal(counts[IMPORT_NEW], added);
	assert_int_equal(counts[IMPORT_CHANGED], changed);
	assert_int_equal(counts[IMPORT_LEAVING], leaving);
	assert_int_equal(counts[IMPORT_SAME], same);
}

static void
assert_fault(const struct fixture *fixture, size_t at, int line, int column, const char *part)
{
	assert_true(at < fixture->import.faults.count);
	const struct fault *fault = &fixture->import.faults.at[at];
	char message[500];
	snprintf(message, sizeof message, "%.*s", TEXT_ARG(fault->message));
	if (!strstr(message, part))
		fail_msg("\"%s\" lacks \"%s\"", message, part);
	assert_int_equal(fault->line, line);
	assert_int_equal(fault->column, column);
}

static const char pupils[] =
	"Cognome;Nome;DataNascita;Classe;CodiceFiscale;Religione;Username;Password;Indirizzo;Email;"
	"ComuneNascita;NoteBes;Genitore1Cognome;Genitore1Nome;Genitore1CodiceFiscale;Genitore1Telefono\n"
	"ZANATTA;IRENE;14/03/2012;1A;COD-0001;S;irene.z;Segretissima-1;Via Canarina 1;i@esempio.example;"
	"Borgo Canarino;nota canarina;ZANATTA;SERGIO;COD-9001;+39 055 000111\n"
	"ALBARELLO;TOBIA;02/09/2012;1A;COD-0002;A;;;;;;;ALBARELLO;MARTA;COD-9002;\n"
	"ZANATTA;OSCAR;07/07/2009;3C-INF;COD-0003;U;;;;;;;ZANATTA;SERGIO;COD-9001;\n";
static const char teachers[] =
	"Cognome,Nome,Sesso,CodiceFiscale,Username,Password,Email\n"
	"Lanzotti,Ester,F,COD-5001,ester.lanzotti,,\nBrugnara,Tullio,M,COD-5002,tullio.brugnara,,\n";
static const char posts[] = "UsernameDocente,Classe,Materia,UsernameAlunno,Tipo,UsernameSupplenza\n"
			    "ester.lanzotti,1A,Italiano,,N,\ntullio.brugnara,1A,Sostegno,irene.z,N,\n";
static const char timetable[] =
	"username,sede,giorno,ora,classe,materia\nester.lanzotti,sede,LU,1,1a,italiano\n";

static void
a_dry_run_writes_nothing(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(run(fixture, &(struct run){ { pupils, teachers } }), OK);
	assert_counts(fixture, IMPORT_PUPILS, 3, 0, 0, 0);
	assert_int_equal(run(fixture, &(struct run){ { pupils, teachers } }), OK);
	assert_counts(fixture, IMPORT_PUPILS, 3, 0, 0, 0);
	assert_counts(fixture, IMPORT_STAFF, 2, 0, 0, 0);
	assert_null(fixture->roster.members.first->of_person);
}

static void
the_same_file_again_changes_nothing(void **state)
{
	struct fixture *fixture = *state;
	struct run all = { { timetable, posts, pupils, teachers }, .applies = true };
	assert_int_equal(run(fixture, &all), OK);
	assert_counts(fixture, IMPORT_PUPILS, 3, 0, 0, 0);
	assert_counts(fixture, IMPORT_GUARDIANS, 2, 1, 0, 0); /* one of them twice */
	assert_counts(fixture, IMPORT_CLASSES, 3, 0, 0, 0);
	assert_int_equal(run(fixture, &all), OK);
	assert_counts(fixture, IMPORT_PUPILS, 0, 0, 0, 3);
	assert_counts(fixture, IMPORT_GUARDIANS, 0, 0, 0, 3);
	assert_counts(fixture, IMPORT_POSTS, 0, 0, 0, 2);
	assert_counts(fixture, IMPORT_HOURS, 0, 0, 0, 1);
	assert_counts(fixture, IMPORT_CLASSES, 0, 0, 0, 0);
}

static void
register_numbers_follow_the_alphabet(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(run(fixture, &(struct run){ { pupils }, .applies = true }), OK);
	struct roster_member *member = fixture->roster.members.first;
	assert_true(text_is(member->person->row.family_name, "Albarello"));
	assert_int_equal(member->row.register_number, 1);
	assert_int_equal(member->next->row.register_number, 2);
	assert_true(day_equal(member->row.from_day, day_of(2026, 9, 14))); /* the year's first files */
}

static void
a_moved_pupil_keeps_the_past(void **state) /* REG-37 */
{
	struct fixture *fixture = *state;
	assert_int_equal(run(fixture, &(struct run){ { pupils }, .applies = true }), OK);
	assert_int_equal(run(fixture,
				 &(struct run){ { "cognome,nome,dataNascita,classe,codiceFiscale\n"
						  "Zanatta,Irene Maria,14/03/2012,1B,cod-0001\n" },
					 .applies = true }),
		OK);
	assert_counts(fixture, IMPORT_PUPILS, 0, 1, 0, 0);
	assert_int_equal(fixture->import.missing[IMPORT_PUPILS], 0); /* 1B had nobody */
	struct roster_person *irene = roster_person_by_user_name(&fixture->roster, TEXT("Irene.Z"));
	assert_non_null(irene);
	assert_true(text_is(irene->row.given_name, "Irene Maria"));
	assert_int_equal(irene->members->row.how_ended, MEMBER_STILL);
	assert_true(day_equal(irene->members->row.from_day, fixture->school.today));
	assert_int_equal(irene->members->of_person->row.how_ended, MEMBER_MOVED);
	assert_true(day_equal(irene->members->of_person->row.to_day, day_add(fixture->school.today, -1)));
}

static void
only_a_complete_file_lets_people_leave(void **state)
{
	struct fixture *fixture = *state;
	static const char fewer[] = "cognome,nome,dataNascita,classe,codiceFiscale\n"
				    "Albarello,Tobia,02/09/2012,1A,COD-0002\n";
	assert_int_equal(run(fixture, &(struct run){ { pupils }, .applies = true }), OK);
	assert_int_equal(run(fixture, &(struct run){ { fewer } }), OK);
	assert_counts(fixture, IMPORT_PUPILS, 0, 1, 0, 0); /* the religion hour has its standard again */
	assert_int_equal(fixture->import.missing[IMPORT_PUPILS], 1);
	assert_int_equal(run(fixture, &(struct run){ { fewer }, .applies = true, .complete = true }), OK);
	assert_int_equal(fixture->import.counts[IMPORT_PUPILS][IMPORT_LEAVING], 2);
	/* The guardian of the two who left has nobody here any more. */
	size_t gone = 0;
	for (struct roster_person *person = fixture->roster.people.first; person; person = person->next)
		gone += person->row.kind == PERSON_GUARDIAN && !day_equal(person->row.left_on, DAY_NONE);
	assert_int_equal(gone, 2);
	assert_int_equal(run(fixture, &(struct run){ { pupils }, .applies = true }), OK);
	assert_counts(fixture, IMPORT_PUPILS, 0, 3, 0, 0); /* all are back */
}

static void
an_empty_file_lets_nobody_leave(void **state)
{
	struct fixture *fixture = *state;
	static const char empty[] = "cognome,nome,dataNascita,classe,codiceFiscale\n";
	assert_int_equal(run(fixture, &(struct run){ { pupils }, .applies = true }), OK);
	assert_int_equal(run(fixture, &(struct run){ { empty } }), OK);
	assert_int_equal(run(fixture, &(struct run){ { empty }, .complete = true }), INVALID);
	assert_fault(fixture, 0, 1, 0, "with --complete everybody would leave");
}

/* Oscar is in 3C-INF, Ester has Italian there for one group alone. */
static void
the_class_alone_says_nothing_of_its_groups(void **state)
{
	struct fixture *fixture = *state;
	static const char grouped[] = "UsernameDocente,Classe,Materia,UsernameAlunno,Tipo,UsernameSupplenza\n"
				      "ester.lanzotti,3C-INF,Italiano,,N,\n";
	static const char hours[] = "username,sede,giorno,ora,classe,materia\n"
				    "ester.lanzotti,sede,LU,1,3C-INF,italiano\n";
	assert_int_equal(run(fixture, &(struct run){ { pupils, teachers, grouped, hours }, .applies = true }),
		OK);
	assert_int_equal(
		run(fixture,
			&(struct run){
				{ "cognome,nome,dataNascita,classe,codiceFiscale,religione\nZanatta,Oscar,07/07/2009,3C,COD-0003,U\n",
					"UsernameDocente,Classe,Materia,UsernameAlunno,Tipo,UsernameSupplenza\nester.lanzotti,3C,Italiano,,N,\n",
					"username,sede,giorno,ora,classe,materia\nester.lanzotti,sede,LU,1,3C,italiano\n"
					"ester.lanzotti,sede,MA,2,3C,italiano\n" },
				.applies = true }),
		OK);
	assert_counts(fixture, IMPORT_PUPILS, 0, 0, 0, 1);
	assert_counts(fixture, IMPORT_POSTS, 0, 0, 0, 1);
	assert_counts(fixture, IMPORT_HOURS, 1, 0, 0, 1); /* the new one is the group's too */
	struct subgroup_id group = fixture->roster.subgroups.first->row.id;
	for (struct roster_hour *hour = fixture->roster.hours.first; hour; hour = hour->next)
		assert_int_equal(hour->row.subgroup.v, group.v);
	/* Whoever changes class leaves the group of the old one. */
	assert_int_equal(
		run(fixture,
			&(struct run){
				{ "cognome,nome,dataNascita,classe,codiceFiscale,religione\nZanatta,Oscar,07/07/2009,1A,COD-0003,U\n" },
				.applies = true }),
		OK);
	assert_false(day_equal(fixture->roster.subgroup_members.first->row.to_day, DAY_NONE));
}

static void
a_definitive_timetable_ends_the_provisional_one(void **state) /* REG-18 */
{
	struct fixture *fixture = *state;
	static const char first[] =
		"username,sede,giorno,ora,classe,materia\n"
		"ester.lanzotti,sede,LU,1,1A,italiano\nester.lanzotti,sede,LU,2,1A,italiano\n";
	assert_int_equal(run(fixture, &(struct run){ { pupils, teachers, posts }, .applies = true }), OK);
	assert_int_equal(run(fixture, &(struct run){ { first }, .applies = true, .provisional = true }), OK);
	assert_true(fixture->roster.hours.first->row.provisional);
	assert_int_equal(run(fixture, &(struct run){ { first }, .provisional = true }), OK);
	assert_counts(fixture, IMPORT_HOURS, 0, 0, 0, 2);
	struct day later = day_add(fixture->school.today, 7);
	assert_int_equal(run(fixture, &(struct run){ { timetable }, .applies = true, .day = later }), OK);
	assert_counts(fixture, IMPORT_HOURS, 1, 0, 2, 0);
	assert_int_equal(run(fixture, &(struct run){ { first }, .provisional = true, .day = later }),
		INVALID);
	assert_counts(fixture, IMPORT_HOURS, 0, 0, 0, 0); /* one timetable a class */
}

/* The year that is open already: its first day, even from files of July. */
static void
what_comes_before_the_year_begins_with_it(void **state)
{
	struct fixture *fixture = *state;
	struct day july = day_of(2026, 7, 5);
	assert_int_equal(run(fixture, &(struct run){ { pupils, teachers }, .applies = true, .day = july }),
		OK);
	assert_int_equal(run(fixture, &(struct run){ { posts, timetable }, .applies = true, .day = july }),
		OK);
	assert_true(day_equal(fixture->roster.posts.first->row.from_day, day_of(2026, 9, 14)));
	assert_true(day_equal(fixture->roster.hours.first->row.from_day, day_of(2026, 9, 14)));
}

static void
every_fault_is_told_and_nothing_is_written(void **state) /* REG-77 */
{
	struct fixture *fixture = *state;
	assert_int_equal(
		run(fixture,
			&(struct run){
				{ "cognome,nome,dataNascita,classe,codiceFiscale,religione\n"
				  "Rossi,Anna,31/02/2012,1A,COD-1,S\n"
				  ",Luca,01/02/2012,prima,COD-2,X\n"
				  "Neri,Eva,01/02/2012,1A,,\n"
				  "Bruni,Ugo,01/02/2012,1A,BRNGUO12B01Z999A,\n"
				  "Verdi,Ada,01/02/2012,1A,COD-3,\nVerdi,Ada,01/02/2012,1A,COD-3,\n",
					"UsernameDocente,Classe,Materia,Tipo\nnessuno,1A,Storia,Z\nnessuno,1A,Storia,N\n" },
				.applies = true }),
		INVALID);
	assert_fault(fixture, 0, 2, 12, "dataNascita: \"31/02/2012\" is not a day");
	assert_fault(fixture, 1, 3, 1, "cognome: must not be empty");
	assert_fault(fixture, 2, 3, 30, "religione: \"X\" is not one of");
	assert_fault(fixture, 3, 3, 18, "classe: \"prima\" is not a class");
	assert_fault(fixture, 4, 5, 25, "codiceFiscale");
	assert_fault(fixture, 5, 4, 24, "either a tax code or a user name");
	assert_fault(fixture, 6, 7, 25, "codiceFiscale: the same person stands in");
	assert_fault(fixture, 6, 7, 25, ", line 6");
	assert_fault(fixture, 7, 2, 19, "Tipo: \"Z\"");
	assert_fault(fixture, 8, 3, 1, "nobody has the user name \"nessuno\"");
	assert_int_equal(fixture->import.faults.count, 9);
	assert_int_equal(run(fixture, &(struct run){ { pupils } }), OK);
	assert_counts(fixture, IMPORT_PUPILS, 3, 0, 0, 0);
}

static void
unknown_tables_and_columns_are_named(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(run(fixture, &(struct run){ { "a,b\n1,2\n" } }), INVALID);
	assert_fault(fixture, 0, 1, 0, "no table of giua@school");
	assert_int_equal(
		run(fixture,
			&(struct run){
				{ "cognome,nome,dataNascita,classe,codiceFiscale,colore,email\nRossi,Anna,1/2/2012,1A,X,blu,e\n" } }),
		OK);
	assert_true(text_is(fixture->import.files[0].unknown, "colore"));
	assert_true(text_is(fixture->import.files[0].left_out, "email"));
	assert_int_equal(run(fixture, &(struct run){ { "nome,NOME,cognome,dataNascita,classe\n" } }),
		INVALID);
	assert_fault(fixture, 0, 1, 6, "stands twice");
}

/* The second would move the pupil from the class of the first, in one import. */
static void
a_pupil_stands_in_one_file(void **state)
{
	struct fixture *fixture = *state;
	const char *first = "cognome,nome,dataNascita,classe,codiceFiscale\nRossi,Anna,1/2/2012,1A,X\n";
	const char *second = "cognome,nome,dataNascita,classe,codiceFiscale\nRossi,Anna,1/2/2012,2A,X\n";
	assert_int_equal(run(fixture, &(struct run){ { first, second } }), INVALID);
	assert_int_equal(fixture->import.faults.count, 1);
	assert_fault(fixture, 0, 2, 24, "codiceFiscale: the same person stands in");
	assert_int_equal(run(fixture, &(struct run){ { first } }), OK);
}

static void
a_user_name_belongs_to_one_person(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(run(fixture, &(struct run){ { teachers }, .applies = true }), OK);
	assert_int_equal(run(fixture,
				 &(struct run){ { "cognome,nome,dataNascita,classe,codiceFiscale,username\n"
						  "Rossi,Anna,01/02/2012,1A,COD-1,ESTER.lanzotti\n" } }),
		INVALID);
	assert_fault(fixture, 0, 2, 32, "belongs to one of the staff");
	/* Known until now by user name only, then by tax code: still one person. */
	assert_int_equal(run(fixture,
				 &(struct run){
					 { "Cognome,Nome,Username\nNuova,Mirta,mirta\n" }, .applies = true }),
		OK);
	assert_int_equal(run(fixture,
				 &(struct run){
					 { "Cognome,Nome,Username,CodiceFiscale\nNuova,Mirta,mirta,COD-7\n" },
					 .applies = true }),
		OK);
	assert_counts(fixture, IMPORT_STAFF, 0, 0, 0, 1);
	assert_int_equal(run(fixture,
				 &(struct run){
					 { "Cognome,Nome,Username,CodiceFiscale\nNuova,Mirta,,COD-7\n" } }),
		OK);
	assert_counts(fixture, IMPORT_STAFF, 0, 0, 0, 1);
}

/* Namesakes without a code or user name must not get each other's children. */
static void
guardians_known_by_name_alone_stay_apart(void **state)
{
	struct fixture *fixture = *state;
	static const char two[] =
		"cognome,nome,dataNascita,classe,codiceFiscale,genitore1Cognome,"
		"genitore1Nome\nRossi,Anna,01/02/2012,1A,A-1,Rossi,Maria\nRossi,Eva,01/02/2013,1A,A-2,Rossi,Maria\n";
	assert_int_equal(run(fixture, &(struct run){ { two }, .applies = true }), OK);
	assert_counts(fixture, IMPORT_GUARDIANS, 2, 0, 0, 0);
	assert_int_equal(run(fixture, &(struct run){ { two } }), OK);
	assert_counts(fixture, IMPORT_GUARDIANS, 0, 0, 0, 2);
}

static void
codes_are_for_new_accounts_and_stored_as_digests(void **state) /* ID-7 */
{
	struct fixture *fixture = *state;
	assert_int_equal(run(fixture, &(struct run){ { pupils } }), OK);
	struct buf list;
	buf_init(&list, 1u << 20);
	assert_int_equal(roster_import_codes(&fixture->import, &list), OK);
	size_t lines = 0;
	for (size_t i = 0; i < list.length; i++)
		lines += list.at[i] == '\n';
	assert_int_equal(lines, 5); /* three pupils, two guardians */
	const struct account_record *account = &fixture->roster.accounts.first->row;
	assert_int_equal(account->activation.length, 64);
	assert_null(memmem(list.at, list.length, account->activation.at, account->activation.length));
	buf_finish(&list);
}

static bool
file_holds(const char *path, const char *word)
{
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	char *bytes = malloc(4u << 20);
	size_t length = fread(bytes, 1, 4u << 20, file);
	fclose(file);
	bool holds = memmem(bytes, length, word, strlen(word)) != NULL;
	free(bytes);
	return holds;
}

static bool
folder_holds(const char *folder, const char *word)
{
	bool holds = false;
	DIR *entries = opendir(folder);
	assert_non_null(entries);
	for (struct dirent *entry; (entry = readdir(entries));) {
		char path[400];
		snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
		if (entry->d_type == DT_REG)
			holds |= file_holds(path, word);
		else if (entry->d_name[0] != '.')
			holds |= folder_holds(path, word);
	}
	closedir(entries);
	return holds;
}

/* REG-78, and its positive control: a class's name may be found. */
static void
nothing_of_a_person_stands_in_clear_on_the_disk(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(run(fixture,
				 &(struct run){ { pupils, teachers, posts }, .applies = true,
					 .keep_birth_place = true }),
		OK);
	static const char *const canaries[] = {
		"Zanatta",
		"ZANATTA",
		"Irene",
		"irene.z",
		"COD-0001",
		"COD-9001",
		"Segretissima",
		"Canarin",
		"canarin",
		"esempio",
		"000111",
		"2012-03-14",
		"14/03/2012",
		"Lanzotti",
		"ester",
	};
	for (size_t i = 0; i < sizeof canaries / sizeof canaries[0]; i++)
		if (folder_holds(fixture->directory, canaries[i]))
			fail_msg("\"%s\" stands in clear on the disk", canaries[i]);
	assert_true(folder_holds(fixture->directory, "Italiano"));
	/* The birth place is kept only when it was asked for, and then sealed. */
	struct roster_people_rows people;
	assert_int_equal(roster_people(fixture->school.db,
				 grant_for_operator(fixture->school.arena, READ, ROSTER, of_school()),
				 fixture->school.arena, &people),
		OK);
	bool kept = false;
	for (size_t i = 0; i < people.count; i++)
		kept |= text_is(people.at[i].birth_place, "Borgo Canarino");
	assert_true(kept);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, unmake)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_dry_run_writes_nothing),
		TEST(the_same_file_again_changes_nothing),
		TEST(register_numbers_follow_the_alphabet),
		TEST(a_moved_pupil_keeps_the_past),
		TEST(only_a_complete_file_lets_people_leave),
		TEST(an_empty_file_lets_nobody_leave),
		TEST(the_class_alone_says_nothing_of_its_groups),
		TEST(a_definitive_timetable_ends_the_provisional_one),
		TEST(what_comes_before_the_year_begins_with_it),
		TEST(every_fault_is_told_and_nothing_is_written),
		TEST(unknown_tables_and_columns_are_named),
		TEST(a_pupil_stands_in_one_file),
		TEST(a_user_name_belongs_to_one_person),
		TEST(guardians_known_by_name_alone_stay_apart),
		TEST(codes_are_for_new_accounts_and_stored_as_digests),
		TEST(nothing_of_a_person_stands_in_clear_on_the_disk),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
