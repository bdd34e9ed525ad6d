-- register_lessons: many, needs READ CLASS_REGISTER(lessons) of class
-- What was held in these days, one row a signature.
-- takes first day, last day
-- gives lesson.day, lesson.ordinal, lesson.id, lesson.class, lesson.starts, lesson.ends
-- gives subject.name as subject_name, subgroup.name as subgroup_name
-- gives lesson.topic by id under class, lesson.activity by id under class
-- gives signature.teacher, signature.kind, person.family_name by teacher
-- gives person.given_name by teacher
select lesson.day, lesson.ordinal, lesson.id, lesson.class, lesson.starts, lesson.ends,
       coalesce(subject.name, ''), coalesce(subgroup.name, ''), lesson.topic, lesson.activity,
       coalesce(signature.teacher, 0), coalesce(signature.kind, 0), person.family_name,
       person.given_name
  from lesson
  left join subject on subject.id = lesson.subject
  left join subgroup on subgroup.id = lesson.subgroup
  left join signature on signature.class = lesson.class and signature.lesson = lesson.id
  left join person on person.id = signature.teacher
 where lesson.class = :subject and lesson.day between :first and :last
 order by lesson.day, lesson.ordinal, lesson.subgroup, signature.event_at, signature.id;

-- register_homework: many, needs READ CLASS_REGISTER(lessons) of class
-- takes first day, last day
-- gives homework.id, homework.class, homework.lesson, homework.due_day, homework.task by id under class
select homework.id, homework.class, homework.lesson, homework.due_day, homework.task
  from lesson
  join homework on homework.lesson = lesson.id
 where lesson.class = :subject and lesson.day between :first and :last
 order by homework.id;

-- register_timetable: many, needs READ CLASS_REGISTER(lessons) of class
-- takes day day, weekday int
-- gives timetable.ordinal, subject.name as subject_name
select timetable.ordinal, coalesce(min(subject.name), '')
  from timetable
  left join subject on subject.id = timetable.subject
 where timetable.class = :subject and timetable.weekday = :weekday
   and timetable.from_day <= :day
   and (timetable.to_day is null or timetable.to_day >= :day)
 group by timetable.ordinal
 order by timetable.ordinal;

-- register_pupils: many, needs READ CLASS_REGISTER(attendance) of class
-- Who was in the class on any of these days.
-- takes first day, last day
-- gives class_member.pupil, class_member.register_number, class_member.from_day
-- gives class_member.to_day, person.family_name by pupil, person.given_name by pupil
select class_member.pupil, class_member.register_number, class_member.from_day,
       class_member.to_day, person.family_name, person.given_name
  from class_member
  join person on person.id = class_member.pupil
 where class_member.class = :subject and class_member.from_day <= :last
   and (class_member.to_day is null or class_member.to_day >= :first)
 order by class_member.register_number, class_member.pupil;

-- register_facts: many, needs READ CLASS_REGISTER(attendance) of class
-- what: 0 called, 1 entry or exit, 2 out of class; with how it is justified.
-- takes first day, last day
-- gives what int, attendance.pupil, attendance.day, until day, kind int
-- gives at minute, to minute, short_delay flag, justification.id as justification
-- gives justification.state, authorised flag
select 0, attendance.pupil, attendance.day, attendance.day, attendance.status,
       cast(null as bigint), cast(null as bigint), 0, coalesce(justification.id, 0),
       coalesce(justification.state, 0), 0
  from attendance
  left join justification
    on justification.pupil = attendance.pupil and justification.day = attendance.day
   and justification.kind = 0 and justification.ordinal = 0
 where attendance.day between :first and :last and attendance.class = :subject
union all
select 1, passage.pupil, passage.day, passage.day, passage.kind, passage.at,
       cast(null as bigint), passage.short, coalesce(justification.id, 0),
       coalesce(justification.state, 0),
       case when passage.kind = 1 and exists (select 1
                 from class_member
                where class_member.pupil = passage.pupil and class_member.class = passage.class
                  and class_member.exits_by_request = 1 and class_member.from_day <= passage.day
                  and (class_member.to_day is null or class_member.to_day >= passage.day))
            then 1 else 0 end
  from passage
  left join justification
    on justification.pupil = passage.pupil and justification.day = passage.day
   and justification.kind = passage.kind + 1 and justification.ordinal = passage.ordinal
 where passage.class = :subject and passage.day between :first and :last
union all
select 2, away.pupil, away.first_day, away.last_day, away.kind, away.from_minute,
       away.to_minute, 0, 0, 0, 0
  from away
 where away.class = :subject and away.first_day <= :last and away.last_day >= :first
 order by 2, 3, 1, 6;
