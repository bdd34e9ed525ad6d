-- Each query answers one question of access.policy with a number: above 0 is
-- yes. They show nothing of a person, so they need no grant.

-- posts_of_teacher_in_class: one, needs nothing
-- takes post.teacher, post.class, day day
-- gives found int
select count(*)
  from post
 where post.teacher = :teacher and post.class = :class
   and post.from_day <= :day and (post.to_day is null or post.to_day >= :day);

-- substitutions_of_teacher_in_class: one, needs nothing
-- takes substitution.teacher, substitution.class, day day
-- gives found int
select count(*)
  from substitution
 where substitution.teacher = :teacher and substitution.class = :class
   and substitution.day = :day;

-- memberships_in_class: one, needs nothing
-- takes class_member.pupil, class_member.class, day day
-- gives found int
select count(*)
  from class_member
 where class_member.pupil = :pupil and class_member.class = :class
   and class_member.from_day <= :day
   and (class_member.to_day is null or class_member.to_day >= :day);

-- guardianships_in_class: one, needs nothing
-- takes guardianship.guardian, class_member.class, day day
-- gives found int
select count(*)
  from guardianship
  join class_member on class_member.pupil = guardianship.pupil
 where guardianship.guardian = :guardian and guardianship.sees = 1
   and guardianship.from_day <= :day
   and (guardianship.to_day is null or guardianship.to_day >= :day)
   and class_member.class = :class
   and class_member.from_day <= :day
   and (class_member.to_day is null or class_member.to_day >= :day);

-- posts_of_teacher_with_pupil: one, needs nothing
-- takes post.teacher, class_member.pupil, day day
-- gives found int
select count(*)
  from class_member
  join post on post.class = class_member.class
 where class_member.pupil = :pupil and post.teacher = :teacher
   and class_member.from_day <= :day
   and (class_member.to_day is null or class_member.to_day >= :day)
   and post.from_day <= :day and (post.to_day is null or post.to_day >= :day);

-- substitutions_of_teacher_with_pupil: one, needs nothing
-- takes substitution.teacher, class_member.pupil, day day
-- gives found int
select count(*)
  from class_member
  join substitution on substitution.class = class_member.class
 where class_member.pupil = :pupil and substitution.teacher = :teacher
   and substitution.day = :day
   and class_member.from_day <= :day
   and (class_member.to_day is null or class_member.to_day >= :day);

-- guardianships_of_pupil: one, needs nothing
-- takes guardianship.guardian, guardianship.pupil, day day
-- gives found int, may_justify int
select count(*), coalesce(max(guardianship.justifies), 0)
  from guardianship
 where guardianship.guardian = :guardian and guardianship.pupil = :pupil
   and guardianship.sees = 1
   and guardianship.from_day <= :day
   and (guardianship.to_day is null or guardianship.to_day >= :day);

-- birth_day_of_person: one, needs nothing
-- The birth day alone, to tell a minor from an adult on the day; it leaves
-- the relation only as yes or no.
-- takes person.id
-- gives person.id as person, person.birth_day by person
select person.id, person.birth_day
  from person
 where person.id = :id;
