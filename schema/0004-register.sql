-- What a school day leaves behind. Keys start with what is written together.

create table lesson (
	day        integer not null,
	class      integer not null,
	ordinal    integer not null,
	subgroup   integer not null,
	id         integer not null,
	starts     integer not null,
	ends       integer not null,
	weight     integer not null,
	subject    integer not null,
	topic      blob,
	activity   blob,
	called_at  integer,
	called_by  integer not null,
	primary key (day, class, ordinal, subgroup)
) strict, without rowid;
create unique index lesson_by_id on lesson(id);
create index lesson_of_class on lesson(class, day);

create table signature (
	class         integer not null,
	lesson        integer not null,
	teacher       integer not null,
	id            integer not null,
	kind          integer not null,
	pupil         integer not null,
	support_text  blob,
	event_at      integer not null,
	recorded_at   integer not null,
	primary key (class, lesson, teacher)
) strict, without rowid;
create index signature_of_teacher on signature(teacher, lesson);

create table homework (
	class    integer not null,
	due_day  integer not null,
	id       integer not null,
	set_on   integer not null,
	lesson   integer not null,
	subject  integer not null,
	teacher  integer not null,
	task     blob not null,
	primary key (class, due_day, id)
) strict, without rowid;
create index homework_of_lesson on homework(lesson);

create table attendance (
	day          integer not null,
	class        integer not null,
	pupil        integer not null,
	status       integer not null,
	event_at     integer not null,
	recorded_at  integer not null,
	author       integer not null,
	primary key (day, class, pupil)
) strict, without rowid;
create index attendance_of_pupil on attendance(pupil, day);
create index attendance_absent on attendance(class, day) where status = 1;

create table passage (
	day      integer not null,
	class    integer not null,
	pupil    integer not null,
	ordinal  integer not null,
	kind     integer not null,
	at       integer not null,
	short    integer not null,
	counts   integer not null,
	author   integer not null,
	primary key (day, class, pupil, ordinal)
) strict, without rowid;
create index passage_of_pupil on passage(pupil, day);
create index passage_of_class on passage(class, day, kind, short);

create table away (
	class        integer not null,
	id           integer not null,
	pupil        integer not null,
	first_day    integer not null,
	last_day     integer not null,
	from_minute  integer,
	to_minute    integer,
	kind         integer not null,
	author       integer not null,
	primary key (class, id)
) strict, without rowid;
create index away_of_pupil on away(pupil, first_day);

create table justification (
	pupil        integer not null,
	day          integer not null,
	kind         integer not null,
	ordinal      integer not null,
	id           integer not null,
	class        integer not null,
	state        integer not null,
	reason       integer not null,
	explanation  blob,
	proposed_by  integer not null,
	proposed_at  integer not null,
	decided_by   integer not null,
	decided_at   integer,
	answer       blob,
	primary key (pupil, day, kind, ordinal)
) strict, without rowid;
create index justification_of_class on justification(class, state);

create table derogation (
	pupil      integer not null,
	id         integer not null,
	first_day  integer not null,
	last_day   integer not null,
	reason     integer not null,
	author     integer not null,
	primary key (pupil, id)
) strict, without rowid;

create table carried_absence (
	pupil        integer not null,
	school_year  integer not null,
	units        integer not null,
	primary key (pupil, school_year)
) strict, without rowid;
