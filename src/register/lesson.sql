-- lessons_at_slot: many, needs READ LESSON(topic, activity, signature) of class
-- The lessons held in one hour of one class, each with its signatures: one row
-- a signature, or one row without any. Several lessons stand in one hour where
-- the class is split (REG-20, REG-23, REG-24).
-- takes day day, ordinal int
-- gives lesson.id, lesson.class, lesson.subgroup, subgroup.name as subgroup_name
-- gives lesson.starts, lesson.ends, lesson.weight
-- gives lesson.subject, subject.name as subject_name, subject.kind as subject_kind
-- gives lesson.topic by id under class, lesson.activity by id under class
-- gives lesson.called_at, lesson.called_by
-- gives signature.id as signature, signature.teacher, signature.kind, signature.pupil
-- gives signature.support_text by signature under class
-- gives signature.event_at, signature.recorded_at
-- gives person.family_name as teacher_family_name by teacher
-- gives person.given_name as teacher_given_name by teacher
select lesson.id, lesson.class, lesson.subgroup, coalesce(subgroup.name, ''),
       lesson.starts, lesson.ends, lesson.weight,
       lesson.subject, coalesce(subject.name, ''), coalesce(subject.kind, 0),
       lesson.topic, lesson.activity, lesson.called_at, lesson.called_by,
       coalesce(signature.id, 0), coalesce(signature.teacher, 0), coalesce(signature.kind, 0),
       coalesce(signature.pupil, 0), signature.support_text,
       signature.event_at, signature.recorded_at,
       person.family_name, person.given_name
  from lesson
  left join subject on subject.id = lesson.subject
  left join subgroup on subgroup.id = lesson.subgroup
  left join signature on signature.class = lesson.class and signature.lesson = lesson.id
  left join person on person.id = signature.teacher
 where lesson.day = :day and lesson.class = :subject and lesson.ordinal = :ordinal
 order by lesson.subgroup, signature.event_at, signature.id;

-- homework_at_slot: many, needs READ LESSON(homework) of class
-- takes day day, ordinal int
-- gives homework.*
select homework.*
  from lesson
  join homework on homework.lesson = lesson.id
 where lesson.day = :day and lesson.class = :subject and lesson.ordinal = :ordinal
 order by homework.id;

-- signers_at_slot: many, needs nothing
-- Who is due in this hour by the timetable (what 0), who stands in for somebody
-- (what 1), and the posts which the asker holds in this class (what 2). `other`
-- is who is stood in for, or the pupil of a support post; support goes with the
-- pupil, into the group or the part of a religion hour that the pupil is in.
-- takes class.id as class, day day, weekday int, ordinal int, teacher person_id
-- gives what int, id int, timetable.teacher, timetable.subject, subject.name as subject_name
-- gives subject.kind as subject_kind, post.kind as post_kind, timetable.subgroup
-- gives other person_id, provisional flag
select 0, timetable.id, timetable.teacher, timetable.subject, coalesce(subject.name, ''),
       coalesce(subject.kind, 0), 0, timetable.subgroup, 0, timetable.provisional
  from timetable
  left join subject on subject.id = timetable.subject
 where timetable.class = :class and timetable.weekday = :weekday
   and timetable.ordinal = :ordinal and timetable.from_day <= :day
   and (timetable.to_day is null or timetable.to_day >= :day)
union all
select 1, 0, substitution.teacher, 0, '', 0, 0, 0, substitution.instead_of, 0
  from substitution
 where substitution.day = :day and substitution.class = :class
   and substitution.ordinal = :ordinal
union all
select 2, post.id, post.teacher, post.subject, coalesce(subject.name, ''),
       coalesce(subject.kind, 0), post.kind,
       case when post.pupil = 0 then post.subgroup
            else coalesce(
                 (select min(timetable.subgroup)
                    from timetable
                    join subgroup_member on subgroup_member.subgroup = timetable.subgroup
                   where timetable.class = :class and timetable.weekday = :weekday
                     and timetable.ordinal = :ordinal and timetable.from_day <= :day
                     and (timetable.to_day is null or timetable.to_day >= :day)
                     and subgroup_member.pupil = post.pupil and subgroup_member.from_day <= :day
                     and (subgroup_member.to_day is null or subgroup_member.to_day >= :day)),
                 (select min(timetable.subgroup)
                    from timetable
                    join class_member on class_member.class = timetable.class
                   where timetable.class = :class and timetable.weekday = :weekday
                     and timetable.ordinal = :ordinal and timetable.from_day <= :day
                     and (timetable.to_day is null or timetable.to_day >= :day)
                     and timetable.subgroup = 1
                     and class_member.pupil = post.pupil and class_member.religion = 1
                     and class_member.from_day <= :day
                     and (class_member.to_day is null or class_member.to_day >= :day)),
                 0)
       end, post.pupil, 0
  from post
  left join subject on subject.id = post.subject
 where post.teacher = :teacher and post.class = :class and post.from_day <= :day
   and (post.to_day is null or post.to_day >= :day)
 order by 1, 10, 2;

-- hours_of_teacher_in_class: many, needs nothing
-- The weekdays on which this teacher meets this class: for "due next time".
-- takes class.id as class, teacher person_id, day day
-- gives timetable.weekday, timetable.subject
select distinct timetable.weekday, timetable.subject
  from timetable
 where timetable.teacher = :teacher and timetable.class = :class
   and timetable.from_day <= :day
   and (timetable.to_day is null or timetable.to_day >= :day)
 order by timetable.weekday;

-- signed_elsewhere: many, needs nothing
-- Hours of other classes, at the same time, that carry this teacher's
-- signature and are no substitution (REG-21).
-- takes teacher person_id, class.id as class, day day, starts minute, ends minute
-- gives lesson.class, class.name as class_name, lesson.ordinal
select lesson.class, (select class.name from class where class.id = lesson.class), lesson.ordinal
  from lesson
  join signature on signature.class = lesson.class and signature.lesson = lesson.id
   and signature.teacher = :teacher
 where lesson.day = :day and lesson.class <> :class
   and lesson.starts < :ends and lesson.ends > :starts
   and signature.kind <> 4
 order by lesson.class;

-- roster_of_class: many, needs READ ROSTER(name, number, class) of class
-- takes day day
-- gives class_member.pupil, class_member.register_number
-- gives person.family_name by pupil, person.given_name by pupil
select class_member.pupil, class_member.register_number,
       person.family_name, person.given_name
  from class_member
  join person on person.id = class_member.pupil
 where class_member.class = :subject and class_member.from_day <= :day
   and (class_member.to_day is null or class_member.to_day >= :day)
 order by class_member.register_number, class_member.pupil;

-- lesson_keep: put lesson, needs RECORD LESSON of class(class)

-- lesson_remove: drop lesson, needs RECORD LESSON of class(class)

-- signature_remove: drop signature, needs RECORD LESSON of class(class)

-- signature_keep: put signature, needs RECORD LESSON of class(class)

-- homework_keep: put homework, needs RECORD LESSON of class(class)

-- homework_remove: drop homework, needs RECORD LESSON of class(class)
