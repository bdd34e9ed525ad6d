create table person (
	id           integer not null,
	family_name  blob, -- sealed
	number       integer not null,
	primary key (id)
) strict;
create index person_by_number on person(number);
create table attendance (
	day integer not null, class integer not null, pupil integer not null, status integer not null,
	event_at integer, short integer not null default 0,
	primary key (day, class, pupil)
) strict, without rowid;
create table note (id integer not null, pupil integer not null, primary key (id)) strict;
alter table note add column words blob;
