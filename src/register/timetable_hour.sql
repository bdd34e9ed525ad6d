-- One hour of a class's week, and who could have it.

-- timetable_hour_rows: many, needs MANAGE TIMETABLE of school
-- Everything that is or will be in this hour from the day on, of both timetables.
-- takes timetable.class, timetable.weekday, timetable.ordinal, day day
-- gives timetable.*
select timetable.*
  from timetable
 where timetable.class = :class and timetable.weekday = :weekday and timetable.ordinal = :ordinal
   and (timetable.to_day is null or timetable.to_day >= :day)
 order by timetable.id;

-- timetable_provisional: one, needs MANAGE TIMETABLE of school
-- Which timetable of the class holds on the day; the definitive one when there is none yet.
-- takes timetable.class, day day
-- gives provisional flag
select coalesce(min(timetable.provisional), 0)
  from timetable
 where timetable.class = :class and timetable.from_day <= :day
   and (timetable.to_day is null or timetable.to_day >= :day);

-- timetable_posts: many, needs MANAGE TIMETABLE of school
-- Who teaches the class on the day, and what: each may have the hour.
-- takes post.class, day day
-- gives post.teacher, post.subject, post.kind, post.subgroup
-- gives subject.name as subject_name, subgroup.name as subgroup_name
-- gives person.family_name by teacher, person.given_name by teacher
select post.teacher, post.subject, post.kind, post.subgroup,
       coalesce(subject.name, ''), coalesce(subgroup.name, ''), person.family_name, person.given_name
  from post
  join person on person.id = post.teacher
  left join subject on subject.id = post.subject
  left join subgroup on subgroup.id = post.subgroup
 where post.class = :class and post.from_day <= :day
   and (post.to_day is null or post.to_day >= :day)
 order by subject.name, post.id;

-- timetable_hour_keep: put timetable, needs MANAGE TIMETABLE of school

-- timetable_hour_remove: drop timetable, needs MANAGE TIMETABLE of school
