-- children_of_guardian: many, needs nothing
-- Whom this guardian may see today; ids alone.
-- takes guardianship.guardian, day day
-- gives guardianship.pupil, guardianship.justifies
select guardianship.pupil, guardianship.justifies
  from guardianship
 where guardianship.guardian = :guardian and guardianship.sees = 1
   and guardianship.from_day <= :day
   and (guardianship.to_day is null or guardianship.to_day >= :day)
 order by guardianship.pupil;

-- pupil_card: one, needs READ ROSTER(name, number, class) of person
-- Who the pupil is and in which class on that day; class 0 when in none.
-- takes day day
-- gives person.id as pupil, person.given_name by pupil, person.family_name by pupil
-- gives class_member.class, class_member.register_number
select person.id, person.given_name, person.family_name,
       coalesce(class_member.class, 0), coalesce(class_member.register_number, 0)
  from person
  left join class_member
    on class_member.pupil = person.id and class_member.from_day <= :day
   and (class_member.to_day is null or class_member.to_day >= :day)
 where person.id = :subject
 order by class_member.from_day desc
 limit 1;

-- class_day_for_pupil: many, needs READ LESSON(topic, activity) of class
-- The hours of one day of a class as one pupil has them: what the timetable
-- says (held 0), and what was held (1); only the own subgroup, only the own
-- part of a religion hour (REG-23, REG-24). An hour of support has no subject
-- here: its name would tell every family of the class who needs it.
-- takes pupil person_id, day day, weekday int
-- gives held int, lesson.ordinal, lesson.id, lesson.class, subject.name as subject_name
-- gives lesson.topic by id under class, lesson.activity by id under class, called flag
select 0, timetable.ordinal, 0, timetable.class,
       coalesce(min(case when subject.kind <> 2 then subject.name end), ''),
       cast(null as bytea), cast(null as bytea), 0
  from timetable
  left join subject on subject.id = timetable.subject
 where timetable.class = :subject and timetable.weekday = :weekday
   and timetable.from_day <= :day
   and (timetable.to_day is null or timetable.to_day >= :day)
   and (timetable.subgroup = 0
        or exists (select 1
                     from subgroup_member
                    where subgroup_member.subgroup = timetable.subgroup
                      and subgroup_member.pupil = :pupil
                      and subgroup_member.from_day <= :day
                      and (subgroup_member.to_day is null or subgroup_member.to_day >= :day)))
 group by timetable.ordinal, timetable.class
union all
select 1, lesson.ordinal, lesson.id, lesson.class,
       case when subject.kind <> 2 then subject.name else '' end,
       lesson.topic, lesson.activity, case when lesson.called_at is null then 0 else 1 end
  from lesson
  left join subject on subject.id = lesson.subject
  left join class_member
    on class_member.class = lesson.class and class_member.pupil = :pupil
   and class_member.from_day <= :day
   and (class_member.to_day is null or class_member.to_day >= :day)
 where lesson.day = :day and lesson.class = :subject
   and exists (select 1
                 from signature
                where signature.class = lesson.class and signature.lesson = lesson.id)
   and ((lesson.subgroup = 0 and (coalesce(subject.kind, 0) <> 1 or class_member.religion = 0))
        or (lesson.subgroup = 1 and class_member.religion = 1)
        or (lesson.subgroup = 2 and class_member.religion = 3)
        or exists (select 1
                     from subgroup_member
                    where subgroup_member.subgroup = lesson.subgroup
                      and subgroup_member.pupil = :pupil
                      and subgroup_member.from_day <= :day
                      and (subgroup_member.to_day is null or subgroup_member.to_day >= :day)))
 order by 2, 1;

-- homework_due: many, needs READ LESSON(homework) of class
-- takes first day, last day
-- gives homework.id, homework.class, homework.due_day, subject.name as subject_name
-- gives homework.task by id under class
select homework.id, homework.class, homework.due_day,
       case when subject.kind <> 2 then subject.name else '' end, homework.task
  from homework
  left join subject on subject.id = homework.subject
 where homework.class = :subject and homework.due_day between :first and :last
 order by homework.due_day, homework.id;
