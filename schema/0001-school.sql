-- The school itself: sites, year, grids, calendar, subjects, classes. No person.
-- Days are counted from 1970-01-01, minutes from midnight, instants are ms UTC.

create table setting (
	name   text not null,
	value  text not null,
	primary key (name)
) strict, without rowid;

create table site (
	id        integer not null,
	name      text not null,
	town      text not null,
	networks  text not null,
	primary key (id)
) strict;

create table school_year (
	id         integer not null,
	label      text not null,
	first_day  integer not null,
	last_day   integer not null,
	primary key (id)
) strict;

create table term (
	school_year  integer not null,
	ordinal      integer not null,
	name         text not null,
	last_day     integer not null,
	primary key (school_year, ordinal)
) strict, without rowid;

create table grid (
	id           integer not null,
	site         integer not null,
	from_day     integer not null,
	to_day       integer,
	provisional  integer not null,
	primary key (id)
) strict;

create table slot (
	grid     integer not null,
	weekday  integer not null,
	ordinal  integer not null,
	starts   integer not null,
	ends     integer not null,
	weight   integer not null,
	primary key (grid, weekday, ordinal)
) strict, without rowid;

create table closure (
	id         integer not null,
	first_day  integer not null,
	last_day   integer not null,
	kind       integer not null,
	site       integer not null,
	label      text not null,
	primary key (id)
) strict;

create table rest_day (
	weekday     integer not null,
	class_name  text not null,
	primary key (weekday, class_name)
) strict, without rowid;

create table subject (
	id          integer not null,
	name        text not null,
	short_name  text not null,
	kind        integer not null,
	assessment  integer not null,
	primary key (id)
) strict;

create table class (
	id            integer not null,
	school_year   integer not null,
	site          integer not null,
	name          text not null,
	level         integer not null,
	track         text not null,
	weekly_units  integer not null,
	weeks         integer not null,
	primary key (id)
) strict;
create index class_of_year on class(school_year, name);

create table subgroup (
	id     integer not null,
	class  integer not null,
	name   text not null,
	primary key (id)
) strict;
