-- uses register/roll_call.h

-- day_of_class: many, needs READ ATTENDANCE(day, status, times) of class
-- All that is on record about one class on one day, in one walk: who was
-- called, entries and exits, and who is out of class (REG-29, REG-34).
-- takes day day
-- gives what int, attendance.pupil, kind int, id int, ordinal int
-- gives at minute, until minute, short_delay flag, counts flag
-- gives first_day day, last_day day, author person_id, event_at instant, recorded_at instant
select 0, attendance.pupil, attendance.status, 0, 0,
       cast(null as bigint), cast(null as bigint), 0, 0,
       attendance.day, attendance.day, attendance.author, attendance.event_at,
       attendance.recorded_at
  from attendance
 where attendance.day = :day and attendance.class = :subject
union all
select 1, passage.pupil, passage.kind, 0, passage.ordinal,
       passage.at, cast(null as bigint), passage.short, passage.counts,
       passage.day, passage.day, passage.author, cast(null as bigint), cast(null as bigint)
  from passage
 where passage.day = :day and passage.class = :subject
union all
select 2, away.pupil, away.kind, away.id, 0,
       away.from_minute, away.to_minute, 0, 0,
       away.first_day, away.last_day, away.author, cast(null as bigint), cast(null as bigint)
  from away
 where away.class = :subject and away.first_day <= :day and away.last_day >= :day
 order by 1, 2, 5;

-- pupils_of_class: many, needs READ ATTENDANCE(day) of class
-- Who belongs to the class on that day, without names, in register order.
-- takes day day
-- gives class_member.pupil, class_member.religion
select class_member.pupil, class_member.religion
  from class_member
 where class_member.class = :subject and class_member.from_day <= :day
   and (class_member.to_day is null or class_member.to_day >= :day)
 order by class_member.register_number, class_member.pupil;

-- pupils_of_subgroup: many, needs READ ATTENDANCE(day) of class
-- takes subgroup.id as subgroup, day day
-- gives subgroup_member.pupil
select subgroup_member.pupil
  from subgroup_member
  join subgroup on subgroup.id = subgroup_member.subgroup
 where subgroup.id = :subgroup and subgroup.class = :subject
   and subgroup_member.from_day <= :day
   and (subgroup_member.to_day is null or subgroup_member.to_day >= :day)
 order by subgroup_member.pupil;

-- attendance_keep: put attendance, needs RECORD ATTENDANCE of class(class)

-- passage_keep: put passage, needs RECORD ATTENDANCE of class(class)

-- passage_remove: drop passage, needs RECORD ATTENDANCE of class(class)

-- away_keep: put away, needs RECORD ATTENDANCE of class(class)

-- away_remove: drop away, needs RECORD ATTENDANCE of class(class)
