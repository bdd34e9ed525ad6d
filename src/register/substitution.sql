-- substitutions_of_day: many, needs READ TIMETABLE(hours) of school
-- takes day day
-- gives substitution.class, class.name as class_name, substitution.ordinal
-- gives substitution.teacher, substitution.instead_of
-- gives person.family_name by teacher, person.given_name by teacher
select substitution.class, class.name, substitution.ordinal, substitution.teacher,
       substitution.instead_of, person.family_name, person.given_name
  from substitution
  join class on class.id = substitution.class
  left join person on person.id = substitution.teacher
 where substitution.day = :day
 order by substitution.ordinal, class.name;

-- hours_of_school_day: many, needs READ TIMETABLE(hours) of school
-- Every hour of the day's timetable with who is due in it.
-- takes day day, weekday int
-- gives timetable.class, class.name as class_name, class.site, timetable.ordinal
-- gives slot.starts, slot.ends, subject.name as subject_name, timetable.teacher
-- gives person.family_name by teacher, person.given_name by teacher
select timetable.class, class.name, class.site, timetable.ordinal, slot.starts, slot.ends,
       coalesce(subject.name, ''), timetable.teacher, person.family_name, person.given_name
  from timetable
  join class on class.id = timetable.class
  join slot on slot.weekday = timetable.weekday and slot.ordinal = timetable.ordinal
  left join subject on subject.id = timetable.subject
  left join person on person.id = timetable.teacher
 where timetable.weekday = :weekday and timetable.from_day <= :day
   and (timetable.to_day is null or timetable.to_day >= :day)
   and slot.grid = (select grid.id
                      from grid
                     where grid.site = class.site and grid.from_day <= :day
                       and (grid.to_day is null or grid.to_day >= :day)
                     order by grid.provisional, grid.from_day desc
                     limit 1)
 order by slot.starts, class.name, timetable.teacher;

-- teachers_of_school: many, needs READ TIMETABLE(hours) of school
-- Who works as a teacher on that day.
-- takes day day, role role
-- gives person.id as teacher, person.family_name by teacher, person.given_name by teacher
select person.id, person.family_name, person.given_name
  from person
 where person.id in (select appointment.person
                       from appointment
                      where appointment.role = :role and appointment.from_day <= :day
                        and (appointment.to_day is null or appointment.to_day >= :day))
 order by person.id;

-- substitution_keep: put substitution, needs MANAGE TIMETABLE of school

-- substitution_remove: drop substitution, needs MANAGE TIMETABLE of school
