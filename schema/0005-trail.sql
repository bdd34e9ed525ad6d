-- Every look at a person, and every refusal, before the answer leaves.

create table look (
	id            integer not null,
	day           integer not null,
	at            integer not null,
	account       integer not null,
	person        integer not null,
	role          integer not null,
	verb          integer not null,
	thing         integer not null,
	subject_kind  integer not null,
	subject       integer not null,
	relation      integer not null,
	purpose       integer not null,
	outcome       integer not null,
	address       text not null,
	primary key (id)
) strict;
create index look_of_subject on look(subject, day);
