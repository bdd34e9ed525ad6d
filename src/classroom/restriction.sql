-- Pupils whose screen is not to be seen (R64, R66).

-- restrictions_running: many, needs MANAGE RESTRICTION(pupils) of school
-- takes day day
-- gives restriction.pupil, restriction.from_day, restriction.to_day, restriction.recorded_by
-- gives person.family_name by pupil, person.given_name by pupil, class.name as class_name
select restriction.pupil, restriction.from_day, restriction.to_day, restriction.recorded_by,
       person.family_name, person.given_name, coalesce(class.name, '')
  from restriction
  join person on person.id = restriction.pupil
  left join class_member on class_member.pupil = restriction.pupil and class_member.from_day <= :day
   and (class_member.to_day is null or class_member.to_day >= :day)
  left join class on class.id = class_member.class
 where restriction.from_day <= :day and (restriction.to_day is null or restriction.to_day >= :day)
 order by class.name, restriction.pupil;

-- restriction_pupil: one, needs MANAGE RESTRICTION(pupils) of school
-- takes class.name as class_name, class_member.register_number, day day
-- gives class_member.pupil
select class_member.pupil
  from class_member
  join class on class.id = class_member.class
 where class.name = :class_name and class_member.register_number = :register_number
   and class_member.from_day <= :day and (class_member.to_day is null or class_member.to_day >= :day);

-- restriction_keep: put restriction, needs MANAGE RESTRICTION of school

-- restriction_remove: drop restriction, needs MANAGE RESTRICTION of school
