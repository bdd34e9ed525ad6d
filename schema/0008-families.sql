-- How the school reaches a guardian, if the guardian gives anything at all
-- (R45: nothing is needed); and when each class of data was last cleared.

create table guardian_contact (
	guardian    integer not null,
	reach       blob not null,
	changed_on  integer not null,
	primary key (guardian)
) strict;

create table retention_run (
	class   text not null,
	at      integer not null,
	day     integer not null,
	erased  integer not null,
	primary key (class)
) strict, without rowid;
