-- The school's devices. Who works on which one stands in device_use.

-- devices_known: many, needs nothing
-- What the devices process must know of every device that may connect.
-- gives device.id, device.kind, device.platform, device.public_key, device.state
select device.id, device.kind, device.platform, device.public_key, device.state
  from device
 order by device.id;

-- classroom_stamp: one, needs nothing
-- Changes whenever something changes that a device's policy or its being known
-- depends on, whichever way the clock goes; counts and sums, no person.
-- gives device_count int, device_changed int, use_count int, use_days int, uses int, hours int, hours_ends int, hours_where int
-- gives substitutions int, substitution_days int, closures int, closure_days int, remote int, remote_states int
-- gives slots int, slot_times int, rest_days int, rest_weekdays int
-- gives receipts int, members int, member_days int, restrictions int, restriction_days int
-- gives grids int, class_places int, years int
select (select count(*) from device), (select coalesce(sum(device.changed_at % 1000000007 * 4 + device.state), 0) from device),
       (select count(*) from device_use),
       (select coalesce(sum(device_use.from_day + coalesce(device_use.to_day, 0) + device_use.by_sign_in), 0) from device_use),
       (select coalesce(sum((device_use.device % 10007) * (device_use.pupil % 1000003)), 0) from device_use),
       (select count(*) from timetable), (select coalesce(sum(timetable.from_day * 3 + coalesce(timetable.to_day, 0) + timetable.provisional), 0) from timetable),
       (select coalesce(sum((timetable.weekday * 16 + timetable.ordinal) * (timetable.class % 10007 + timetable.teacher % 1000003)), 0)
          from timetable),
       (select count(*) from substitution),
       (select coalesce(sum((substitution.day * 16 + substitution.ordinal) * (substitution.class % 10007 + substitution.teacher % 1000003)), 0)
          from substitution),
       (select count(*) from closure),
       (select coalesce(sum(closure.first_day + closure.last_day * 3 + closure.kind + closure.site % 10007 * 5), 0) from closure),
       (select count(*) from remote_lesson),
       (select coalesce(sum(remote_lesson.state * 2 + case when remote_lesson.noticed_at is null then 0 else 1 end), 0)
          from remote_lesson),
       (select count(*) from slot), (select coalesce(sum((slot.weekday * 16 + slot.ordinal) * (slot.starts + slot.ends * 1441)), 0) from slot),
       (select count(*) from rest_day), (select coalesce(sum(rest_day.weekday), 0) from rest_day),
       (select count(*) from remote_receipt),
       (select count(*) from class_member),
       (select coalesce(sum(class_member.from_day * 3 + coalesce(class_member.to_day, 0)), 0) from class_member),
       (select count(*) from restriction),
       (select coalesce(sum(restriction.from_day + coalesce(restriction.to_day, 0) * 3), 0) from restriction),
       (select coalesce(sum((grid.from_day * 3 + coalesce(grid.to_day, 0) + grid.provisional) * (grid.site % 10007)), 0) from grid),
       (select coalesce(sum((class.id % 10007) * (class.site % 10007)), 0) from class),
       (select coalesce(sum(school_year.first_day + school_year.last_day * 3), 0) from school_year);

-- device_whole: one, needs MANAGE DEVICE(state) of school
-- takes device.id
-- gives device.*
select device.*
  from device
 where device.id = :id;

-- devices_of_school: many, needs READ DEVICE(state) of school
-- gives device.id, device.kind, device.platform, device.site, device.label, device.state, device.enrolled_at
-- gives site.name as site_name
select device.id, device.kind, device.platform, device.site, device.label, device.state,
       device.enrolled_at, coalesce(site.name, '')
  from device
  left join site on site.id = device.site
 order by site.name, device.label, device.id;

-- device_sites: many, needs nothing
-- gives site.id, site.name, site.networks
select site.id, site.name, site.networks
  from site
 order by site.name;

-- enrolments_open: many, needs READ DEVICE(state) of school
-- Codes that still make a device: what they are for, never the code itself.
-- takes now instant
-- gives enrolment.id, enrolment.kind, enrolment.label, enrolment.uses_left, enrolment.ends_at
-- gives site.name as site_name
select enrolment.id, enrolment.kind, enrolment.label, enrolment.uses_left, enrolment.ends_at,
       coalesce(site.name, '')
  from enrolment
  left join site on site.id = enrolment.site
 where enrolment.uses_left > 0 and enrolment.ends_at > :now
 order by enrolment.id;

-- enrolment_of_code: one, needs MANAGE DEVICE(state) of school
-- takes enrolment.code
-- gives enrolment.*
select enrolment.*
  from enrolment
 where enrolment.code = :code;

-- device_keep: put device, needs MANAGE DEVICE(state) of school

-- enrolment_keep: put enrolment, needs MANAGE DEVICE(state) of school
