-- Which steps of the schema this database has, and that nobody changed them since.

create table schema_version (
	number      integer not null,
	name        text not null,
	checksum    blob not null,
	applied_at  integer not null,
	primary key (number)
) strict;
