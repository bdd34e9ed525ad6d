-- Counts only: how many people hold a relation today, not who.

-- people_in_role: one, needs nothing
-- takes appointment.role, day day
-- gives people int
select count(distinct appointment.person)
  from appointment
 where appointment.role = :role and appointment.from_day <= :day
   and (appointment.to_day is null or appointment.to_day >= :day);

-- teachers_of_class: one, needs nothing
-- takes post.class, day day
-- gives people int
select count(distinct post.teacher)
  from post
 where post.class = :class and post.from_day <= :day
   and (post.to_day is null or post.to_day >= :day);

-- teachers_of_pupil: one, needs nothing
-- takes class_member.pupil, day day
-- gives people int
select count(distinct post.teacher)
  from class_member
  join post on post.class = class_member.class
 where class_member.pupil = :pupil
   and class_member.from_day <= :day
   and (class_member.to_day is null or class_member.to_day >= :day)
   and post.from_day <= :day and (post.to_day is null or post.to_day >= :day);

-- guardians_of_pupil: one, needs nothing
-- takes guardianship.pupil, day day
-- gives people int
select count(distinct guardianship.guardian)
  from guardianship
 where guardianship.pupil = :pupil and guardianship.sees = 1
   and guardianship.from_day <= :day
   and (guardianship.to_day is null or guardianship.to_day >= :day);
