-- The frames of the journal, byte for byte: from them the journal can be made
-- again. position is where the frame stands in the journal's file.

create table operation (
	sequence     integer not null,
	id           integer not null,
	recorded_at  integer not null,
	position     integer not null,
	frame        blob not null,
	primary key (sequence)
) strict;
create unique index operation_by_id on operation(id);
