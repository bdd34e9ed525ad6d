-- What a device's policy says: classes, hours and networks, no name of anybody.

-- device_place: one, needs nothing
-- takes device.id
-- gives device.id, device.kind, device.state, device.site, site.networks
select device.id, device.kind, device.state, device.site, coalesce(site.networks, '')
  from device
  left join site on site.id = device.site
 where device.id = :id;

-- classes_of_pupil: many, needs nothing
-- None for a pupil whose family objects: the device then refuses by itself (R64, R66).
-- takes class_member.pupil, day day
-- gives class.id, class.name, class.site
select class.id, class.name, class.site
  from class_member
  join class on class.id = class_member.class
 where class_member.pupil = :pupil and class_member.from_day <= :day
   and (class_member.to_day is null or class_member.to_day >= :day)
   and not exists (
        select 1 from restriction
         where restriction.pupil = :pupil and restriction.from_day <= :day
           and (restriction.to_day is null or restriction.to_day >= :day))
 order by class.id;

-- hours_of_class: many, needs nothing
-- The hours of one class on one day that somebody teaches, by the grid and the
-- timetable in force, substitutions included; none on a closure or a day of
-- rest. The same question as teaches_now asks for one teacher and one minute.
-- takes class.id as class, day day, weekday int, closed closure_kind
-- gives slot.ordinal, slot.starts, slot.ends
select slot.ordinal, slot.starts, slot.ends
  from class
  join school_year on school_year.id = class.school_year
  join grid on grid.site = class.site
  join slot on slot.grid = grid.id and slot.weekday = :weekday
 where class.id = :class
   and grid.from_day <= :day and (grid.to_day is null or grid.to_day >= :day)
   and grid.provisional = (
        select min(other.provisional) from grid as other
         where other.site = class.site and other.from_day <= :day
           and (other.to_day is null or other.to_day >= :day))
   and school_year.first_day <= :day and school_year.last_day >= :day
   and (exists (
        select 1 from timetable
         where timetable.class = class.id and timetable.weekday = :weekday
           and timetable.ordinal = slot.ordinal and timetable.from_day <= :day
           and (timetable.to_day is null or timetable.to_day >= :day)
           and timetable.provisional = (
                select min(other.provisional) from timetable as other
                 where other.class = class.id and other.from_day <= :day
                   and (other.to_day is null or other.to_day >= :day)))
     or exists (
        select 1 from substitution
         where substitution.class = class.id and substitution.day = :day
           and substitution.ordinal = slot.ordinal))
   and not exists (
        select 1 from closure
         where closure.first_day <= :day and closure.last_day >= :day
           and closure.kind = :closed and (closure.site = 0 or closure.site = class.site))
   and not exists (
        select 1 from rest_day
         where rest_day.weekday = :weekday
           and (rest_day.class_name = '' or rest_day.class_name = class.name))
 order by slot.ordinal;

-- remote_lessons_of_class: many, needs nothing
-- Decided and not withdrawn; by whom, because it does not hold in that person's own hours.
-- takes remote_lesson.class, day day, approved remote_state
-- gives remote_lesson.id, remote_lesson.first_ordinal, remote_lesson.last_ordinal, remote_lesson.approved_by
select remote_lesson.id, remote_lesson.first_ordinal, remote_lesson.last_ordinal, remote_lesson.approved_by
  from remote_lesson
 where remote_lesson.class = :class and remote_lesson.day = :day
   and remote_lesson.state = :approved
 order by remote_lesson.first_ordinal;

-- remote_receipts_of_pupil: one, needs nothing
-- Has the family of this pupil had the notice (R10, CLS-33).
-- takes remote_receipt.remote_lesson, remote_receipt.pupil
-- gives count int
select count(*)
  from remote_receipt
 where remote_receipt.remote_lesson = :remote_lesson and remote_receipt.pupil = :pupil;
