-- demo_put_substitution: put substitution, needs MANAGE TIMETABLE of school

-- demo_hours: many, needs nothing
-- The hours of one teacher on one day: a demo school is moved to one of them.
-- takes timetable.teacher, day day, weekday int, closed closure_kind
-- gives class.id as class, class.name as class_name, site.name as site_name, slot.starts, slot.ends
select class.id, class.name, coalesce(site.name, ''), slot.starts, slot.ends
  from timetable
  join class on class.id = timetable.class
  join school_year on school_year.id = class.school_year
  join grid on grid.site = class.site
  join slot on slot.grid = grid.id and slot.weekday = timetable.weekday and slot.ordinal = timetable.ordinal
  left join site on site.id = class.site
 where timetable.teacher = :teacher and timetable.weekday = :weekday
   and timetable.from_day <= :day and (timetable.to_day is null or timetable.to_day >= :day)
   and timetable.provisional = (
        select min(other.provisional) from timetable as other
         where other.class = class.id and other.from_day <= :day
           and (other.to_day is null or other.to_day >= :day))
   and grid.from_day <= :day and (grid.to_day is null or grid.to_day >= :day)
   and grid.provisional = (
        select min(other.provisional) from grid as other
         where other.site = class.site and other.from_day <= :day
           and (other.to_day is null or other.to_day >= :day))
   and school_year.first_day <= :day and school_year.last_day >= :day
   and not exists (
        select 1 from closure
         where closure.first_day <= :day and closure.last_day >= :day
           and closure.kind = :closed and (closure.site = 0 or closure.site = class.site))
   and not exists (
        select 1 from rest_day
         where rest_day.weekday = :weekday
           and (rest_day.class_name = '' or rest_day.class_name = class.name))
 order by slot.starts;

-- demo_past: one, needs nothing
-- Up to when the school has a past that a moved clock must not undo.
-- gives recorded_at instant, devices int
select coalesce((select max(operation.recorded_at) from operation), 0), (select count(*) from device);
