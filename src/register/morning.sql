-- classes_this_morning: many, needs READ MORNING(called, absences) of school
-- How each class stands on one day, in numbers.
-- takes class.school_year, day day, weekday int
-- gives class.id, class.name, class.site, site.name as site_name
-- gives hours int, pupils int, called int, absent int, called_at instant
-- gives late int, exits int, away int, starts minute
select class.id, class.name, class.site, coalesce(site.name, ''),
       (select count(*)
          from timetable
         where timetable.class = class.id and timetable.weekday = :weekday
           and timetable.from_day <= :day
           and (timetable.to_day is null or timetable.to_day >= :day)),
       (select count(*)
          from class_member
         where class_member.class = class.id and class_member.from_day <= :day
           and (class_member.to_day is null or class_member.to_day >= :day)),
       (select count(*)
          from attendance
         where attendance.day = :day and attendance.class = class.id),
       (select count(*)
          from attendance
         where attendance.day = :day and attendance.class = class.id
           and attendance.status = 1),
       (select min(attendance.recorded_at)
          from attendance
         where attendance.day = :day and attendance.class = class.id),
       (select count(distinct passage.pupil)
          from passage
         where passage.day = :day and passage.class = class.id and passage.kind = 0
           and passage.short = 0),
       (select count(distinct passage.pupil)
          from passage
         where passage.day = :day and passage.class = class.id and passage.kind = 1),
       (select count(distinct away.pupil)
          from away
         where away.class = class.id and away.first_day <= :day and away.last_day >= :day),
       (select min(slot.starts)
          from timetable
          join slot on slot.weekday = timetable.weekday and slot.ordinal = timetable.ordinal
         where timetable.class = class.id and timetable.weekday = :weekday
           and timetable.from_day <= :day
           and (timetable.to_day is null or timetable.to_day >= :day)
           and slot.grid = (select grid.id
                              from grid
                             where grid.site = class.site and grid.from_day <= :day
                               and (grid.to_day is null or grid.to_day >= :day)
                             order by grid.provisional, grid.from_day desc
                             limit 1))
  from class
  left join site on site.id = class.site
 where class.school_year = :school_year
 order by class.name;

-- missing_this_morning: many, needs READ MORNING(absences) of school
-- Who is absent, came late or has left, by class.
-- takes day day
-- gives what int, class_member.class, class_member.pupil, class_member.register_number
-- gives person.family_name by pupil, person.given_name by pupil, at minute
select happened.what, happened.class, happened.pupil, coalesce(class_member.register_number, 0),
       person.family_name, person.given_name, happened.at
  from (select 0 as what, attendance.class as class, attendance.pupil as pupil,
               cast(null as bigint) as at
          from attendance
         where attendance.day = :day and attendance.status = 1
        union all
        select passage.kind + 1, passage.class, passage.pupil, passage.at
          from passage
         where passage.day = :day and passage.short = 0) as happened
  join person on person.id = happened.pupil
  left join class_member
    on class_member.class = happened.class and class_member.pupil = happened.pupil
   and class_member.from_day <= :day
   and (class_member.to_day is null or class_member.to_day >= :day)
 order by happened.class, 4, happened.pupil, happened.at;

-- unsigned_this_morning: many, needs READ MORNING(signed) of school
-- Hours of the timetable that have begun and that nobody has signed, with who
-- is due in them.
-- takes day day, weekday int, time minute
-- gives timetable.class, timetable.ordinal, slot.starts, slot.ends
-- gives subject.name as subject_name, timetable.teacher
-- gives person.family_name by teacher, person.given_name by teacher
select timetable.class, timetable.ordinal, slot.starts, slot.ends,
       coalesce(subject.name, ''), timetable.teacher, person.family_name, person.given_name
  from timetable
  join class on class.id = timetable.class
  join slot on slot.weekday = timetable.weekday and slot.ordinal = timetable.ordinal
  left join subject on subject.id = timetable.subject
  left join person on person.id = timetable.teacher
 where timetable.weekday = :weekday and timetable.from_day <= :day
   and (timetable.to_day is null or timetable.to_day >= :day)
   and slot.starts <= :time
   and slot.grid = (select grid.id
                      from grid
                     where grid.site = class.site and grid.from_day <= :day
                       and (grid.to_day is null or grid.to_day >= :day)
                     order by grid.provisional, grid.from_day desc
                     limit 1)
   and not exists (select 1
                     from lesson
                     join signature
                       on signature.class = lesson.class and signature.lesson = lesson.id
                    where lesson.day = :day and lesson.class = timetable.class
                      and lesson.ordinal = timetable.ordinal)
 order by timetable.class, timetable.ordinal, timetable.teacher;
