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
-- gives remote_lesson.id, remote_lesson.class, remote_lesson.day, remote_lesson.first_ordinal
-- gives remote_lesson.last_ordinal, remote_lesson.state, remote_lesson.reason by id under class
-- gives remote_lesson.notice by id under class, remote_lesson.approved_by, remote_lesson.noticed_at
select remote_lesson.id, remote_lesson.class, remote_lesson.day, remote_lesson.first_ordinal,
       remote_lesson.last_ordinal, remote_lesson.state, remote_lesson.reason, remote_lesson.notice,
       remote_lesson.approved_by, remote_lesson.noticed_at
  from remote_lesson
 where remote_lesson.id = :id;

-- remote_notices_of_class: many, needs READ REMOTE_LESSON(lessons) of class
-- What families and teachers of the class read, from the moment it is decided.
-- takes first day, last day, approved remote_state
-- gives remote_lesson.id, remote_lesson.class, remote_lesson.day, remote_lesson.first_ordinal
-- gives remote_lesson.last_ordinal, remote_lesson.notice by id under class
select remote_lesson.id, remote_lesson.class, remote_lesson.day, remote_lesson.first_ordinal,
       remote_lesson.last_ordinal, remote_lesson.notice
  from remote_lesson
 where remote_lesson.class = :subject and remote_lesson.day between :first and :last
   and remote_lesson.state = :approved
 order by remote_lesson.day, remote_lesson.first_ordinal;

-- remote_class_choices: many, needs nothing
-- takes day day
-- gives class.id, class.name
select class.id, class.name
  from class
  join school_year on school_year.id = class.school_year
 where school_year.first_day <= :day and school_year.last_day >= :day
 order by class.name;

-- remote_lesson_keep: put remote_lesson, needs MANAGE REMOTE_LESSON of school
