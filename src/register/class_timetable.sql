-- timetable_of_class: many, needs READ TIMETABLE(hours) of school
-- The hours of a class on a day, with who is due in them; where both hold, the
-- definitive ones and not the provisional.
-- takes class.id as class, day day
-- gives timetable.weekday, timetable.ordinal, timetable.teacher, timetable.provisional
-- gives timetable.subgroup, subgroup.name as subgroup_name, subject.name as subject_name
-- gives person.family_name by teacher, person.given_name by teacher
select timetable.weekday, timetable.ordinal, timetable.teacher, timetable.provisional,
       timetable.subgroup, coalesce(subgroup.name, ''), coalesce(subject.name, ''),
       person.family_name, person.given_name
  from timetable
  left join subgroup on subgroup.id = timetable.subgroup
  left join subject on subject.id = timetable.subject
  left join person on person.id = timetable.teacher
 where timetable.class = :class and timetable.from_day <= :day
   and (timetable.to_day is null or timetable.to_day >= :day)
   and timetable.provisional = (
        select min(other.provisional)
          from timetable as other
         where other.class = :class and other.from_day <= :day
           and (other.to_day is null or other.to_day >= :day))
 order by timetable.weekday, timetable.ordinal, timetable.subgroup, timetable.id;
