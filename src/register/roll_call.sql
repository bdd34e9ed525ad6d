-- uses register/roll_call.h

-- called_of_class: many, needs READ ATTENDANCE(day, status, times) of class
-- All that is on record about one class on one day stands in three queries,
-- each in the order of its key: who was called (REG-30), ...
-- takes day day
-- gives attendance.pupil, attendance.status, attendance.author
-- gives attendance.event_at, attendance.recorded_at
select attendance.pupil, attendance.status, attendance.author, attendance.event_at,
       attendance.recorded_at
  from attendance
 where attendance.day = :day and attendance.class = :subject
 order by attendance.pupil;

-- passages_of_class: many, needs READ ATTENDANCE(day, status, times) of class
-- ... entries and exits (REG-29), ...
-- takes day day
-- gives passage.pupil, passage.kind, passage.at, passage.short as is_short, passage.counts
select passage.pupil, passage.kind, passage.at, passage.short, passage.counts
  from passage
 where passage.day = :day and passage.class = :subject
 order by passage.pupil, passage.ordinal;

-- away_of_class_on_day: many, needs READ ATTENDANCE(day, status, times) of class
-- ... and who is out of class (REG-34).
-- takes day day
-- gives away.id, away.pupil, away.kind, away.first_day, away.last_day
-- gives away.from_minute, away.to_minute, away.author
select away.id, away.pupil, away.kind, away.first_day, away.last_day,
       away.from_minute, away.to_minute, away.author
  from away
 where away.class = :subject and away.first_day <= :day and away.last_day >= :day
 order by away.id;

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
