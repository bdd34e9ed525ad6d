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

-- signatures_of_teacher_in_class: one, needs nothing
-- Signatures in a class of the year that runs, or ran last.
-- takes signature.teacher, signature.class, day day
-- gives found int
select count(*)
  from signature
  join class on class.id = signature.class
  join school_year on school_year.id = class.school_year
 where signature.teacher = :teacher and signature.class = :class
   and not exists (
        select 1 from school_year as later
         where later.first_day > school_year.first_day and later.first_day <= :day);

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

-- hour_of_teacher_now: one, needs nothing
-- The hour of this teacher in this class that is running at that minute, their
-- own or in somebody's place: the grid in force, definitive before provisional,
-- never on a closure or a rest day, and not while somebody stands in for them.
-- Nothing else opens the live classroom.
-- takes timetable.teacher, timetable.class, day day, weekday int, time minute, closed closure_kind
-- gives slot.ordinal, slot.starts, slot.ends, subject.id as subject, subject.name as subject_name
select slot.ordinal, slot.starts, slot.ends, coalesce(subject.id, 0), coalesce(subject.name, '')
  from class
  join school_year on school_year.id = class.school_year
  join grid on grid.site = class.site
  join slot on slot.grid = grid.id and slot.weekday = :weekday
  left join timetable on timetable.class = class.id and timetable.weekday = :weekday
       and timetable.ordinal = slot.ordinal and timetable.teacher = :teacher
       and timetable.from_day <= :day and (timetable.to_day is null or timetable.to_day >= :day)
       and timetable.provisional = (
            select min(other.provisional) from timetable as other
             where other.class = class.id and other.from_day <= :day
               and (other.to_day is null or other.to_day >= :day))
  left join subject on subject.id = timetable.subject
 where class.id = :class
   and grid.from_day <= :day and (grid.to_day is null or grid.to_day >= :day)
   and grid.provisional = (
        select min(other.provisional) from grid as other
         where other.site = class.site and other.from_day <= :day
           and (other.to_day is null or other.to_day >= :day))
   and slot.starts <= :time and :time < slot.ends
   and school_year.first_day <= :day and school_year.last_day >= :day
   and (timetable.id is not null or exists (
        select 1 from substitution
         where substitution.class = class.id and substitution.day = :day
           and substitution.ordinal = slot.ordinal and substitution.teacher = :teacher))
   and not exists (
        select 1 from substitution
         where substitution.class = class.id and substitution.day = :day
           and substitution.ordinal = slot.ordinal and substitution.instead_of = :teacher)
   and not exists (
        select 1 from closure
         where closure.first_day <= :day and closure.last_day >= :day
           and closure.kind = :closed and (closure.site = 0 or closure.site = class.site))
   and not exists (
        select 1 from rest_day
         where rest_day.weekday = :weekday
           and (rest_day.class_name = '' or rest_day.class_name = class.name))
 limit 1;

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
-- gives found int, may_justify int, may_sign int
select count(*), coalesce(max(guardianship.justifies), 0), coalesce(max(guardianship.signs), 0)
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
