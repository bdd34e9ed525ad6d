-- The live classroom: devices, who works on them, who looked. No picture is in any table.

create table device (
	id           integer not null,
	kind         integer not null,
	platform     integer not null,
	site         integer not null,
	label        text not null,
	public_key   blob not null,
	state        integer not null,
	enrolled_at  integer not null,
	enrolled_by  integer not null,
	changed_at   integer not null,
	primary key (id)
) strict;

create table enrolment (
	id         integer not null,
	code       blob not null,
	kind       integer not null,
	site       integer not null,
	label      text not null,
	uses_left  integer not null,
	ends_at    integer not null,
	made_by    integer not null,
	primary key (id)
) strict;
create unique index enrolment_by_code on enrolment(code);

create table device_use (
	device      integer not null,
	from_day    integer not null,
	to_day      integer,
	pupil       integer not null,
	by_sign_in  integer not null,
	primary key (device, from_day)
) strict, without rowid;
create index device_use_of_pupil on device_use(pupil, from_day);

create table view_log (
	id          integer not null,
	pupil       integer not null,
	class       integer not null,
	device      integer not null,
	teacher     integer not null,
	day         integer not null,
	ordinal     integer not null,
	subject     integer not null,
	kind        integer not null,
	started_at  integer not null,
	ended_at    integer,
	frames      integer not null,
	remote      integer not null,
	page_key    blob not null,
	previous    blob,
	primary key (id)
) strict;
create index view_log_of_pupil on view_log(pupil, started_at);
create index view_log_of_device on view_log(device, started_at);

create table remote_lesson (
	id             integer not null,
	class          integer not null,
	day            integer not null,
	first_ordinal  integer not null,
	last_ordinal   integer not null,
	state          integer not null,
	reason         blob,
	notice         blob,
	approved_by    integer not null,
	noticed_at     integer,
	primary key (id)
) strict;
create index remote_lesson_of_class on remote_lesson(class, day);

-- Whose screen is not to be seen: the family objected, or a right was exercised (R64, R66).
create table restriction (
	pupil        integer not null,
	from_day     integer not null,
	to_day       integer,
	recorded_by  integer not null,
	primary key (pupil, from_day)
) strict, without rowid;
