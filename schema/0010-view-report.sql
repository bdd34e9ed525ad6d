-- Looks that the device told the school again after an interruption. follows
-- is 0 where the device's record does not continue the school's.

create table view_report (
	view         integer not null,
	reported_at  integer not null,
	follows      integer not null,
	primary key (view)
) strict;
