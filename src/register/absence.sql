-- The year's absences, asked for one pupil or for a class at once: the same
-- facts in the same shape, so that one function turns them into numbers (REG-42).

-- year_memberships_of_pupil: many, needs READ ABSENCE_LIMIT(totals) of person
-- One pupil's classes of this year, one after the other (REG-37).
-- takes first day, last day
-- gives class_member.pupil, class_member.class, class_member.from_day, class_member.to_day
-- gives class_member.religion, class.weekly_units, class.weeks, class.name, class.site
-- gives class.school_year
select class_member.pupil, class_member.class, class_member.from_day, class_member.to_day,
       class_member.religion, class.weekly_units, class.weeks, class.name, class.site,
       class.school_year
  from class_member
  join class on class.id = class_member.class
 where class_member.pupil = :subject
   and class_member.from_day <= :last
   and (class_member.to_day is null or class_member.to_day >= :first)
 order by class_member.pupil, class_member.from_day;

-- year_facts_of_pupil: many, needs READ ABSENCE_LIMIT(totals) of person
-- what: 0 called, 1 entry or exit, 2 out of class, 3 derogation, 4 brought
-- from another school. A day that was called has a row, present or absent.
-- takes first day, last day
-- gives what int, attendance.pupil, attendance.day, until day, kind int
-- gives at minute, to minute, short_delay flag, counts flag, units int
select 0, attendance.pupil, attendance.day, attendance.day, attendance.status,
       cast(null as bigint), cast(null as bigint), 0, 0, 0
  from attendance
 where attendance.pupil = :subject
   and attendance.day between :first and :last
union all
select 1, passage.pupil, passage.day, passage.day, passage.kind,
       passage.at, cast(null as bigint), passage.short, passage.counts, passage.ordinal
  from passage
 where passage.pupil = :subject
   and passage.day between :first and :last
union all
select 2, away.pupil, away.first_day, away.last_day, away.kind,
       away.from_minute, away.to_minute, 0, 0, 0
  from away
 where away.pupil = :subject
   and away.first_day <= :last and away.last_day >= :first
union all
select 3, derogation.pupil, derogation.first_day, derogation.last_day, derogation.reason,
       cast(null as bigint), cast(null as bigint), 0, 0, 0
  from derogation
 where derogation.pupil = :subject
   and derogation.first_day <= :last and derogation.last_day >= :first
union all
select 4, carried_absence.pupil, school_year.first_day, school_year.last_day, 0,
       cast(null as bigint), cast(null as bigint), 0, 0, carried_absence.units
  from carried_absence
  join school_year on school_year.id = carried_absence.school_year
 where carried_absence.pupil = :subject
   and school_year.first_day <= :last and school_year.last_day >= :first
 order by 2, 1, 3, 10;

-- year_lessons_of_pupil: many, needs READ ABSENCE_LIMIT(totals) of person
-- The hours that were held, which is to say signed, in the classes of the year.
-- takes first day, last day
-- gives lesson.class, lesson.day, lesson.subgroup, lesson.starts, lesson.ends
-- gives lesson.weight, subject.kind as subject_kind
select lesson.class, lesson.day, lesson.subgroup, lesson.starts, lesson.ends,
       lesson.weight, coalesce(subject.kind, 0)
  from lesson
  left join subject on subject.id = lesson.subject
 where lesson.class in (select member.class
                          from class_member as member
                         where member.pupil = :subject)
   and lesson.day between :first and :last
   and exists (select 1
                 from signature
                where signature.class = lesson.class and signature.lesson = lesson.id)
 order by lesson.day, lesson.starts;

-- year_subgroups_of_pupil: many, needs READ ABSENCE_LIMIT(totals) of person
-- takes first day, last day
-- gives subgroup_member.*
select subgroup_member.*
  from subgroup_member
 where subgroup_member.pupil = :subject
   and subgroup_member.from_day <= :last
   and (subgroup_member.to_day is null or subgroup_member.to_day >= :first)
 order by subgroup_member.pupil;

-- year_memberships_of_class: many, needs READ ABSENCE_LIMIT(totals) of class
-- The classes of this year of everybody who is in the class on the last day.
-- takes first day, last day
-- gives class_member.pupil, class_member.class, class_member.from_day, class_member.to_day
-- gives class_member.religion, class.weekly_units, class.weeks, class.name, class.site
-- gives class.school_year
select class_member.pupil, class_member.class, class_member.from_day, class_member.to_day,
       class_member.religion, class.weekly_units, class.weeks, class.name, class.site,
       class.school_year
  from class_member
  join class on class.id = class_member.class
 where class_member.pupil in (select member.pupil
                              from class_member as member
                             where member.class = :subject and member.from_day <= :last
                               and (member.to_day is null or member.to_day >= :last))
   and class_member.from_day <= :last
   and (class_member.to_day is null or class_member.to_day >= :first)
 order by class_member.pupil, class_member.from_day;

-- year_facts_of_class: many, needs READ ABSENCE_LIMIT(totals) of class
-- what: 0 called, 1 entry or exit, 2 out of class, 3 derogation, 4 brought
-- from another school. Of a class only the absences are called.
-- takes first day, last day
-- gives what int, attendance.pupil, attendance.day, until day, kind int
-- gives at minute, to minute, short_delay flag, counts flag, units int
select 0, attendance.pupil, attendance.day, attendance.day, attendance.status,
       cast(null as bigint), cast(null as bigint), 0, 0, 0
  from attendance
 where attendance.pupil in (select member.pupil
                              from class_member as member
                             where member.class = :subject and member.from_day <= :last
                               and (member.to_day is null or member.to_day >= :last))
   and attendance.day between :first and :last and attendance.status = 1
union all
select 1, passage.pupil, passage.day, passage.day, passage.kind,
       passage.at, cast(null as bigint), passage.short, passage.counts, passage.ordinal
  from passage
 where passage.pupil in (select member.pupil
                              from class_member as member
                             where member.class = :subject and member.from_day <= :last
                               and (member.to_day is null or member.to_day >= :last))
   and passage.day between :first and :last
union all
select 2, away.pupil, away.first_day, away.last_day, away.kind,
       away.from_minute, away.to_minute, 0, 0, 0
  from away
 where away.pupil in (select member.pupil
                              from class_member as member
                             where member.class = :subject and member.from_day <= :last
                               and (member.to_day is null or member.to_day >= :last))
   and away.first_day <= :last and away.last_day >= :first
union all
select 3, derogation.pupil, derogation.first_day, derogation.last_day, derogation.reason,
       cast(null as bigint), cast(null as bigint), 0, 0, 0
  from derogation
 where derogation.pupil in (select member.pupil
                              from class_member as member
                             where member.class = :subject and member.from_day <= :last
                               and (member.to_day is null or member.to_day >= :last))
   and derogation.first_day <= :last and derogation.last_day >= :first
union all
select 4, carried_absence.pupil, school_year.first_day, school_year.last_day, 0,
       cast(null as bigint), cast(null as bigint), 0, 0, carried_absence.units
  from carried_absence
  join school_year on school_year.id = carried_absence.school_year
 where carried_absence.pupil in (select member.pupil
                              from class_member as member
                             where member.class = :subject and member.from_day <= :last
                               and (member.to_day is null or member.to_day >= :last))
   and school_year.first_day <= :last and school_year.last_day >= :first
 order by 2, 1, 3, 10;

-- year_lessons_of_class: many, needs READ ABSENCE_LIMIT(totals) of class
-- The hours that were held, which is to say signed, in the classes of the year.
-- takes first day, last day
-- gives lesson.class, lesson.day, lesson.subgroup, lesson.starts, lesson.ends
-- gives lesson.weight, subject.kind as subject_kind
select lesson.class, lesson.day, lesson.subgroup, lesson.starts, lesson.ends,
       lesson.weight, coalesce(subject.kind, 0)
  from lesson
  left join subject on subject.id = lesson.subject
 where lesson.class in (select member.class
                          from class_member as member
                         where member.pupil in (select member.pupil
                              from class_member as member
                             where member.class = :subject and member.from_day <= :last
                               and (member.to_day is null or member.to_day >= :last)))
   and lesson.day between :first and :last
   and exists (select 1
                 from signature
                where signature.class = lesson.class and signature.lesson = lesson.id)
 order by lesson.day, lesson.starts;

-- year_subgroups_of_class: many, needs READ ABSENCE_LIMIT(totals) of class
-- takes first day, last day
-- gives subgroup_member.*
select subgroup_member.*
  from subgroup_member
 where subgroup_member.pupil in (select member.pupil
                              from class_member as member
                             where member.class = :subject and member.from_day <= :last
                               and (member.to_day is null or member.to_day >= :last))
   and subgroup_member.from_day <= :last
   and (subgroup_member.to_day is null or subgroup_member.to_day >= :first)
 order by subgroup_member.pupil;

-- week_of_class: many, needs nothing
-- The hours of a week by the timetable, each once however many teach in it.
-- takes class.id as class, day day
-- gives timetable.weekday, timetable.ordinal, slot.weight, religion int
select timetable.weekday, timetable.ordinal, slot.weight,
       max(case when subject.kind = 1 then 1 else 0 end)
  from timetable
  join subject on subject.id = timetable.subject
  join slot on slot.weekday = timetable.weekday and slot.ordinal = timetable.ordinal
 where timetable.class = :class and timetable.from_day <= :day
   and (timetable.to_day is null or timetable.to_day >= :day)
   and slot.grid = (select grid.id
                      from grid
                      join class on class.site = grid.site
                     where class.id = :class and grid.from_day <= :day
                       and (grid.to_day is null or grid.to_day >= :day)
                     order by grid.provisional, grid.from_day desc
                     limit 1)
 group by timetable.weekday, timetable.ordinal, slot.weight
 order by timetable.weekday, timetable.ordinal;
