#include "register/school_fixture.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "platform/migrate.h"
#include "platform/query.h"
#include "register/lesson.h"

static enum outcome seal(struct sealer *sealer, struct arena *arena, struct cell *cells, size_t count);
static enum outcome open_cells(struct sealer *sealer, struct arena *arena, struct cell *cells, size_t count);
static void begin_request(struct school_fixture *school, const char *path);

/* Sealed here means: forty bytes of frame and the text behind it. */
#define FRAME "0123456789012345678901234567890123456789"
static struct sealer sealer = { seal, open_cells };

static const char school_sql[] =
	"insert into school_year values (1, '2026/27', 20710, 20977);" /* 2026-09-14 .. 2027-06-08 */
	"insert into term values (1, 1, 'I', 20849), (1, 2, 'II', 20977);"
	"insert into site values (1, 'Garibaldi', 'Pavia', '');"
	"insert into grid values (1, 1, 20710, null, 0);"
	"insert into slot select 1, d.d, s.n, 420 + 60 * s.n, 480 + 60 * s.n, 100"
	"  from (select 1 as d union select 2 union select 3 union select 4 union select 5) as d,"
	"       (select 1 as n union select 2 union select 3 union select 4 union select 5 union select 6) as s;"
	"insert into closure values (1, 20810, 20824, 0, 0, 'Natale');"
	"insert into rest_day values (0, ''), (6, '');"
	"insert into subject values (1, 'Matematica', 'MAT', 0, 0), (2, 'Italiano', 'ITA', 0, 0),"
	"  (3, 'Sostegno', 'SOS', 2, 2), (4, 'Religione', 'REL', 1, 1);"
	"insert into class values (11, 1, 1, '1A', 1, '', 3000, 33), (12, 1, 1, '1B', 1, '', 3000, 33);"
	"insert into class_member values (1, 11, 31, 20710, null, 1, 0, 0, 1, 0),"
	"  (2, 11, 32, 20710, null, 2, 4, 0, 1, 0), (3, 11, 33, 20710, null, 3, 0, 0, 1, 0),"
	"  (4, 12, 41, 20710, null, 1, 0, 0, 1, 0);"
	"insert into guardianship values (1, 61, 31, 20710, null, 1, 1, 1, 1),"
	"  (2, 61, 41, 20710, null, 1, 1, 1, 1), (3, 62, 31, 20710, null, 1, 0, 0, 0);"
	"insert into post values (1, 51, 11, 1, 0, 0, 0, 0, 20710, null), (2, 51, 12, 1, 0, 0, 0, 0, 20710, null),"
	"  (3, 52, 11, 2, 0, 0, 0, 0, 20710, null), (4, 53, 11, 3, 4, 0, 31, 0, 20710, null),"
	"  (5, 54, 11, 1, 1, 0, 0, 0, 20710, null), (6, 56, 11, 4, 0, 0, 0, 0, 20710, null);"
	"insert into timetable values (1, 11, 1, 1, 51, 1, 0, 20710, null, 0), (2, 11, 1, 2, 52, 2, 0, 20710, null, 0),"
	"  (3, 12, 1, 1, 52, 2, 0, 20710, null, 0), (4, 12, 1, 3, 51, 1, 0, 20710, null, 0),"
	"  (5, 11, 3, 1, 51, 1, 0, 20710, null, 0), (6, 11, 1, 4, 56, 4, 0, 20710, null, 0);";

static const struct {
	int id, kind;
	const char *family, *given, *born;
} people[] = {
	{ 31, 1, "Abate", "Anna", "2012-05-04" },
	{ 32, 1, "Basso", "Bruno", "2012-08-20" },
	{ 33, 1, "Conti", "Carla", "2008-01-10" },
	{ 41, 1, "Abate", "Dario", "2011-02-02" },
	{ 51, 0, "Marini", "Lia", "" },
	{ 52, 0, "Neri", "Ugo", "" },
	{ 53, 0, "Orsi", "Pia", "" },
	{ 54, 0, "Poli", "Ivo", "" },
	{ 55, 0, "Quinto", "Eva", "" },
	{ 56, 0, "Riva", "Leo", "" },
	{ 61, 2, "", "", "" },
	{ 62, 2, "", "", "" },
	{ 71, 0, "Sala", "Ada", "" },
	{ 72, 0, "Tosi", "Ida", "" },
};

void
fixture_open(struct school_fixture *school)
{
	*school = (struct school_fixture){ .arena = arena_create(64 << 20), .random = random_seeded(7) };
	struct db_options options = { .path = ":memory:", .create = true, .sealer = &sealer };
	if (db_open(&school->db, &options) != OK ||
		migrate(school->db, schema_steps, schema_step_count, (struct instant){ 1 }, NULL) != OK)
		abort();
	unlink(options.path); /* nothing is kept in the file of that name */
	fixture_sql(school, school_sql);
	for (size_t i = 0; i < sizeof(people) / sizeof(people[0]); i++) {
		char sql[512];
		snprintf(sql, sizeof(sql),
			"insert into person values (%d, %d, cast('" FRAME "%s' as blob),"
			" cast('" FRAME "%s' as blob), cast('" FRAME "%s' as blob), null, null, null)",
			people[i].id, people[i].kind, people[i].family, people[i].given, people[i].born);
		fixture_sql(school, sql);
	}
	fixture_at(school, "2026-11-23", "08:10");
	fixture_as(school, ROLE_TEACHER, 51);
}

void
fixture_close(struct school_fixture *school)
{
	buf_finish(&school->reply.body);
	db_close(school->db);
	random_destroy(school->random);
	arena_destroy(school->arena);
}

int
fixture_set_up(void **school)
{
	fixture_open(*school);
	return 0;
}

int
fixture_tear_down(void **school)
{
	fixture_close(*school);
	return 0;
}

void
fixture_sql(struct school_fixture *school, const char *sql)
{
	if (db_script(school->db, text_of(sql)) != OK) {
		fprintf(stderr, "%s: %s\n", sql, db_problem(school->db));
		abort();
	}
}

int64_t
fixture_number(struct school_fixture *school, const char *sql)
{
	struct query *query = arena_new(school->arena, struct query); /* the connection keeps its address */
	*query = (struct query){ .name = "fixture",
		.file = "school_fixture.c",
		.gives = 1,
		.sqlite = text_terminated(school->arena, text_of(sql)) };
	struct cursor *cursor = db_start(school->db, query, NULL);
	struct value value = { 0 };
	int64_t number = -1;
	if (cursor_next(cursor)) {
		cursor_value(cursor, 0, &value);
		number = value.number;
	}
	if (cursor_end(cursor) != OK)
		abort();
	return number;
}

int64_t
fixture_rows(struct school_fixture *school, const char *table_and_condition)
{
	char sql[400];
	if (snprintf(sql, sizeof(sql), "select count(*) from %s", table_and_condition) >= (int)sizeof(sql))
		abort();
	return fixture_number(school, sql);
}

void
fixture_at(struct school_fixture *school, const char *day, const char *time)
{
	struct day on;
	struct minute at;
	if (!day_parse(text_of(day), &on) || !minute_parse(text_of(time), &at))
		abort();
	school->now = zone_instant(ZONE_CET, on, at);
}

void
fixture_as(struct school_fixture *school, enum role role, int64_t person)
{
	school->session = (struct session){ .account = { person + 1000 },
		.person = { person },
		.role = role,
		.shown_name = TEXT("Marini Lia"),
		.address = TEXT("127.0.0"),
		.idle_limit_seconds = 600 };
}

static void
begin_request(struct school_fixture *school, const char *path)
{
	static const char *const no_name = "";
	struct request *req = &school->request;
	buf_finish(&school->reply.body);
	school->reply = (struct reply){ 0 };
	buf_init(&school->reply.body, 1 << 22);
	school->http.path = TEXT("/");
	*req = (struct request){ .http = &school->http,
		.keys = school->keys,
		.presence = school->presence,
		.arena = school->arena,
		.db = school->db,
		.random = school->random,
		.now = school->now,
		.zone = school->zone,
		.language = school->language,
		.session = &school->session,
		.form_token = TEXT("token") };
	zone_local(school->zone, school->now, &req->today, &req->time);
	struct text rest = text_of(path ? path : no_name);
	while (rest.length > 0 && req->parameter_count < ROUTE_PARAMETERS_MAX) {
		struct text value = text_cut(&rest, ' ');
		struct text name = text_cut(&value, '=');
		req->parameters[req->parameter_count++] = (struct route_parameter){
			text_terminated(school->arena, name), text_copy(school->arena, value)
		};
	}
}

enum outcome
fixture_get(struct school_fixture *school, handler *handle, const char *path, const char *query)
{
	begin_request(school, path);
	if (form_parse(&school->request.query, school->arena, text_of(query)) != OK)
		abort();
	enum outcome done = handle(&school->request, &school->reply);
	for (const struct delivery *one = done == OK ? school->request.deliveries : NULL; one;
		one = one->next) {
		if (db_begin(school->db, true) != OK ||
			one->run(school->db, school->arena, one->context) != OK)
			abort();
		db_changes_clear(school->db);
		if (db_commit(school->db) != OK)
			abort();
	}
	return done;
}

/* As the writer does it: what goes wrong leaves nothing behind. */
enum outcome
fixture_post(struct school_fixture *school, handler *handle, const char *path, const char *form)
{
	begin_request(school, path);
	if (form_parse(&school->request.form, school->arena, text_of(form)) != OK ||
		db_begin(school->db, true) != OK)
		abort();
	enum outcome done = handle(&school->request, &school->reply);
	if (done != OK)
		db_rollback(school->db);
	db_changes_clear(school->db); /* there is no journal here */
	if (done == OK && db_commit(school->db) != OK)
		abort();
	return done;
}

void
fixture_hold_first_hour(struct school_fixture *school)
{
	fixture_as(school, ROLE_TEACHER, 51);
	if (fixture_post(school, lesson_record, "class=11 day=2026-11-23 slot=1",
		    "state_31=R&time_31=08:35&exit_31=12:20&state_32=A&state_33=P&topic=%3DEquazioni"
		    "&homework=pag.+84") != OK)
		abort();
}

bool
fixture_shows(const struct school_fixture *school, const char *text)
{
	struct text body = buf_text(&school->reply.body);
	return body.length > 0 && memmem(body.at, body.length, text, strlen(text)) != NULL;
}

static enum outcome
seal(struct sealer *self, struct arena *arena, struct cell *cells, size_t count)
{
	(void)self;
	for (size_t i = 0; i < count; i++) {
		struct text closed = text_printf(arena, FRAME "%.*s", TEXT_ARG(cells[i].open));
		cells[i].closed = (struct bytes){ (const uint8_t *)closed.at, closed.length };
	}
	return OK;
}

static enum outcome
open_cells(struct sealer *self, struct arena *arena, struct cell *cells, size_t count)
{
	(void)self;
	(void)arena;
	for (size_t i = 0; i < count; i++) {
		assert(cells[i].closed.length >= sizeof(FRAME) - 1);
		cells[i].open = (struct text){ (const char *)cells[i].closed.at + sizeof(FRAME) - 1,
			cells[i].closed.length - (sizeof(FRAME) - 1) };
	}
	return OK;
}
