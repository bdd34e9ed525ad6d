-- Only what the asker wrote: each query is bound to the teacher beside the class.

-- own_lessons: many, needs READ OWN_ENTRY(topic) of class
-- takes signature.teacher
-- gives lesson.id, lesson.class, lesson.day, lesson.ordinal, subject.name as subject_name
-- gives lesson.topic by id under class
select lesson.id, lesson.class, lesson.day, lesson.ordinal, coalesce(subject.name, ''), lesson.topic
  from lesson
  join signature on signature.class = lesson.class and signature.lesson = lesson.id
  left join subject on subject.id = lesson.subject
 where lesson.class = :subject and signature.teacher = :teacher
 order by lesson.day desc, lesson.ordinal desc;

-- own_lesson_at: one, needs READ OWN_ENTRY(topic, activity, signature) of class
-- takes signature.teacher, lesson.day, lesson.ordinal
-- gives lesson.id, lesson.class, lesson.starts, lesson.ends, subject.name as subject_name
-- gives lesson.topic by id under class, lesson.activity by id under class
-- gives signature.id as signature, signature.kind, signature.event_at
-- gives signature.support_text by signature under class
select lesson.id, lesson.class, lesson.starts, lesson.ends, coalesce(subject.name, ''),
       lesson.topic, lesson.activity, signature.id, signature.kind, signature.event_at,
       signature.support_text
  from lesson
  join signature on signature.class = lesson.class and signature.lesson = lesson.id
  left join subject on subject.id = lesson.subject
 where lesson.class = :subject and signature.teacher = :teacher
   and lesson.day = :day and lesson.ordinal = :ordinal
 order by lesson.id
 limit 1;

-- own_homework: one, needs READ OWN_ENTRY(homework) of class
-- takes homework.teacher, homework.lesson
-- gives homework.id, homework.class, homework.due_day, homework.task by id under class
select homework.id, homework.class, homework.due_day, homework.task
  from homework
 where homework.class = :subject and homework.teacher = :teacher and homework.lesson = :lesson
 order by homework.id
 limit 1;

-- own_entries: many, needs READ OWN_ENTRY(attendance) of class
-- The roll call as far as this teacher wrote it: who was put down as absent
-- (what 0), entries and exits (what 1).
-- takes attendance.author, attendance.day
-- gives what int, attendance.pupil, person.given_name by pupil, person.family_name by pupil
-- gives passage.kind, passage.at, class_member.register_number
select 0, attendance.pupil, person.given_name, person.family_name, 0, cast(null as bigint),
       coalesce(class_member.register_number, 0)
  from attendance
  join person on person.id = attendance.pupil
  left join class_member on class_member.pupil = attendance.pupil
   and class_member.class = attendance.class and class_member.from_day <= attendance.day
   and (class_member.to_day is null or class_member.to_day >= attendance.day)
 where attendance.class = :subject and attendance.day = :day and attendance.author = :author
   and attendance.status = 1
union all
select 1, passage.pupil, person.given_name, person.family_name, passage.kind, passage.at,
       coalesce(class_member.register_number, 0)
  from passage
  join person on person.id = passage.pupil
  left join class_member on class_member.pupil = passage.pupil
   and class_member.class = passage.class and class_member.from_day <= passage.day
   and (class_member.to_day is null or class_member.to_day >= passage.day)
 where passage.class = :subject and passage.day = :day and passage.author = :author
 order by 7, 2, 1, 6;
