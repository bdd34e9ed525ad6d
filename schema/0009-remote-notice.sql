-- What families are told of a remote lesson, and who has had it.

create table remote_text (
	id             integer not null,
	remote_lesson  integer not null,
	class          integer not null,
	language       integer not null,
	notice         blob not null,
	primary key (id)
) strict;
create index remote_text_of_lesson on remote_text(remote_lesson, language);

create table remote_receipt (
	remote_lesson  integer not null,
	pupil          integer not null,
	reader         integer not null,
	remote_text    integer not null,
	delivered_at   integer not null,
	signed_at      integer,
	primary key (remote_lesson, pupil, reader)
) strict, without rowid;
create index remote_receipt_of_pupil on remote_receipt(pupil);
