-- People, their accounts, and how they belong together in time.
-- from_day and to_day are inclusive; an empty to_day means still.

create table person (
	id           integer not null,
	kind         integer not null,
	family_name  blob,
	given_name   blob,
	birth_day    blob,
	birth_place  blob,
	match_key    blob,
	left_on      integer,
	primary key (id)
) strict;
create index person_by_match on person(match_key);

create table appointment (
	id        integer not null,
	person    integer not null,
	role      integer not null,
	from_day  integer not null,
	to_day    integer,
	primary key (id)
) strict;
create index appointment_of_person on appointment(person);

create table account (
	id               integer not null,
	person           integer not null,
	name_key         blob not null,
	name             blob,
	password         text,
	profile          integer not null,
	changed_on       integer,
	must_change      integer not null,
	activation       text,
	activation_ends  integer,
	suspended        integer not null,
	language         integer not null,
	primary key (id)
) strict;
create unique index account_by_name on account(name_key);
create index account_of_person on account(person);

create table password_history (
	account   integer not null,
	ordinal   integer not null,
	password  text not null,
	primary key (account, ordinal)
) strict, without rowid;

create table session (
	token       blob not null,
	account     integer not null,
	role        integer not null,
	started_at  integer not null,
	seen_at     integer not null,
	address     text not null,
	primary key (token)
) strict, without rowid;
create index session_of_account on session(account);

create table attempt (
	id            integer not null,
	at            integer not null,
	account       integer not null,
	unknown_name  blob,
	address       text not null,
	outcome       integer not null,
	primary key (id)
) strict;
create index attempt_at on attempt(at);
create index attempt_of_account on attempt(account, at);

create table posted (
	account   integer not null,
	form      text not null,
	status    integer not null,
	location  text,
	at        integer not null,
	primary key (account, form)
) strict, without rowid;
create index posted_at on posted(at);

create table guardianship (
	id         integer not null,
	guardian   integer not null,
	pupil      integer not null,
	from_day   integer not null,
	to_day     integer,
	sees       integer not null,
	justifies  integer not null,
	signs      integer not null,
	contacts   integer not null,
	primary key (id)
) strict;
create index guardianship_of_guardian on guardianship(guardian);
create index guardianship_of_pupil on guardianship(pupil);

create table class_member (
	id                integer not null,
	class             integer not null,
	pupil             integer not null,
	from_day          integer not null,
	to_day            integer,
	register_number   integer not null,
	religion          integer not null,
	how_ended         integer not null,
	justifies_online  integer not null,
	exits_by_request  integer not null,
	primary key (id)
) strict;
create index class_member_of_class on class_member(class, register_number);
create index class_member_of_pupil on class_member(pupil);

create table subgroup_member (
	subgroup  integer not null,
	pupil     integer not null,
	from_day  integer not null,
	to_day    integer,
	primary key (subgroup, pupil, from_day)
) strict, without rowid;
create index subgroup_member_of_pupil on subgroup_member(pupil);

create table post (
	id             integer not null,
	teacher        integer not null,
	class          integer not null,
	subject        integer not null,
	kind           integer not null,
	subgroup       integer not null,
	pupil          integer not null,
	substitute_of  integer not null,
	from_day       integer not null,
	to_day         integer,
	primary key (id)
) strict;
create index post_of_teacher on post(teacher);
create index post_of_class on post(class);

create table timetable (
	id           integer not null,
	class        integer not null,
	weekday      integer not null,
	ordinal      integer not null,
	teacher      integer not null,
	subject      integer not null,
	subgroup     integer not null,
	from_day     integer not null,
	to_day       integer,
	provisional  integer not null,
	primary key (id)
) strict;
create index timetable_of_class on timetable(class, weekday, ordinal);
create index timetable_of_teacher on timetable(teacher, weekday, ordinal);

create table substitution (
	day         integer not null,
	class       integer not null,
	ordinal     integer not null,
	teacher     integer not null,
	instead_of  integer not null,
	primary key (day, class, ordinal, teacher)
) strict, without rowid;
create index substitution_of_teacher on substitution(teacher, day);
