-- The place rule lifted for listed hours of one day (CLS-33 to CLS-35).

-- remote_lessons_coming: many, needs MANAGE REMOTE_LESSON(lessons) of school
-- takes since day
-- gives remote_lesson.id, remote_lesson.class, class.name as class_name, remote_lesson.day
-- gives remote_lesson.first_ordinal, remote_lesson.last_ordinal, remote_lesson.state, remote_lesson.noticed_at
-- gives remote_lesson.reason by id under class
select remote_lesson.id, remote_lesson.class, class.name, remote_lesson.day, remote_lesson.first_ordinal,
       remote_lesson.last_ordinal, remote_lesson.state, remote_lesson.noticed_at, remote_lesson.reason
  from remote_lesson
  join class on class.id = remote_lesson.class
 where remote_lesson.day >= :since
 order by remote_lesson.day desc, class.name, remote_lesson.first_ordinal;

-- remote_lesson_whole: one, needs MANAGE REMOTE_LESSON(lessons) of school
-- takes remote_lesson.id
-- gives remote_lesson.*
select remote_lesson.*
  from remote_lesson
 where remote_lesson.id = :id;

-- remote_hours_taught: one, needs nothing
-- In how many of these hours this person stands before the class, by the
-- timetable or in somebody's place: who teaches an hour does not lift its rule.
-- takes timetable.class, timetable.teacher, day day, weekday int, from_hour int, to_hour int
-- gives count int
select (select count(*) from timetable
         where timetable.class = :class and timetable.teacher = :teacher and timetable.weekday = :weekday
           and timetable.ordinal between :from_hour and :to_hour and timetable.from_day <= :day
           and (timetable.to_day is null or timetable.to_day >= :day))
     + (select count(*) from substitution
         where substitution.class = :class and substitution.teacher = :teacher and substitution.day = :day
           and substitution.ordinal between :from_hour and :to_hour);

-- remote_class_choices: many, needs nothing
-- takes day day
-- gives class.id, class.name
select class.id, class.name
  from class
  join school_year on school_year.id = class.school_year
 where school_year.first_day <= :day and school_year.last_day >= :day
 order by class.name;

-- remote_lesson_keep: put remote_lesson, needs MANAGE REMOTE_LESSON of school

-- remote_text_keep: put remote_text, needs MANAGE REMOTE_LESSON of school
