-- Who saw whose screen (CLS-31, CLS-32). One record a series of leases.

-- view_log_of_device: many, needs nothing
-- The device's chain, oldest first: what its head is computed from.
-- takes view_log.device
-- gives view_log.id, view_log.pupil, view_log.class, view_log.device, view_log.teacher, view_log.kind
-- gives view_log.started_at, view_log.remote, view_log.page_key, view_log.previous
select view_log.id, view_log.pupil, view_log.class, view_log.device, view_log.teacher, view_log.kind,
       view_log.started_at, view_log.remote, view_log.page_key, view_log.previous
  from view_log
 where view_log.device = :device
 order by view_log.started_at, view_log.id;

-- view_log_last: one, needs nothing
-- takes view_log.device
-- gives view_log.id, view_log.pupil, view_log.class, view_log.device, view_log.teacher, view_log.kind
-- gives view_log.started_at, view_log.remote, view_log.page_key, view_log.previous
select view_log.id, view_log.pupil, view_log.class, view_log.device, view_log.teacher, view_log.kind,
       view_log.started_at, view_log.remote, view_log.page_key, view_log.previous
  from view_log
 where view_log.device = :device
 order by view_log.started_at desc, view_log.id desc
 limit 1;

-- view_log_count: one, needs nothing
-- takes view_log.device
-- gives count int
select count(*)
  from view_log
 where view_log.device = :device;

-- view_log_row: one, needs nothing
-- takes view_log.id
-- gives view_log.*
select view_log.*
  from view_log
 where view_log.id = :id;

-- view_log_open_ones: many, needs nothing
-- Looks whose end nobody told: the devices process died.
-- gives view_log.id, view_log.frames
select view_log.id, view_log.frames
  from view_log
 where view_log.ended_at is null;

-- view_log_put: put view_log, needs nothing
-- By the school itself, when the pupil's device says that the notice is up.

-- views_of_pupil: many, needs READ VIEW_LOG(when, who, what) of person
-- takes since day
-- gives view_log.id, view_log.day, view_log.ordinal, view_log.kind, view_log.started_at, view_log.ended_at
-- gives view_log.frames, view_log.remote, view_log.device, device.label, view_log.teacher, view_log.page_key
-- gives subject.name as subject_name, class.name as class_name, view_report.reported_at, view_report.follows
select view_log.id, view_log.day, view_log.ordinal, view_log.kind, view_log.started_at, view_log.ended_at,
       view_log.frames, view_log.remote, view_log.device, coalesce(device.label, ''), view_log.teacher,
       view_log.page_key, coalesce(subject.name, ''), coalesce(class.name, ''),
       view_report.reported_at, coalesce(view_report.follows, 1)
  from view_log
  left join view_report on view_report.view = view_log.id
  left join device on device.id = view_log.device
  left join subject on subject.id = view_log.subject
  left join class on class.id = view_log.class
 where view_log.pupil = :subject and view_log.day >= :since
 order by view_log.started_at desc, view_log.id desc;

-- viewers_of_pupil: many, needs READ VIEW_LOG(who) of person
-- The teachers' names, where the school shows them to families.
-- gives view_log.teacher, person.family_name by teacher, person.given_name by teacher
select distinct view_log.teacher, person.family_name, person.given_name
  from view_log
  join person on person.id = view_log.teacher
 where view_log.pupil = :subject
 order by view_log.teacher;
