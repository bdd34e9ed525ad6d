-- uses policy.h

-- A look at a class is a look at everybody who was in it that day. What people
-- do with their own data is not noted, so only the looks of others are here.
-- Each look has its line, or the alike ones of one person have one line a day:
-- a teacher has the roll-call page open ten times, and that would bury the rest.
-- A page of screens asks anew three times a minute: of it there is no more than
-- the line of the day.

-- looks_at_person: many, needs READ TRAIL(when, role, purpose, what) of person
-- takes first_day day, last_day day, of_person subject_kind, of_class subject_kind, look.outcome
-- takes look.verb as watching, each flag
-- gives look.day, look.at as first, look.at as last, times int
-- gives look.role, look.verb, look.thing, look.purpose
select look.day, min(look.at), max(look.at), count(*), look.role, look.verb, look.thing, look.purpose
  from look
 where look.subject = :subject and look.subject_kind = :of_person
   and look.outcome = :outcome and look.day between :first_day and :last_day
 group by look.day, look.role, look.verb, look.thing, look.purpose, look.person,
       case when :each = 0 or look.verb = :watching then 0 else look.id end
union all
select look.day, min(look.at), max(look.at), count(*), look.role, look.verb, look.thing, look.purpose
  from class_member
  join look on look.subject = class_member.class
 where class_member.pupil = :subject and look.subject_kind = :of_class
   and look.outcome = :outcome and look.day between :first_day and :last_day
   and look.day >= class_member.from_day
   and (class_member.to_day is null or look.day <= class_member.to_day)
 group by look.day, look.role, look.verb, look.thing, look.purpose, look.person,
       case when :each = 0 or look.verb = :watching then 0 else look.id end
 order by 3 desc, 2 desc;

-- looks_at_person_with_names: many, needs READ TRAIL(when, role, purpose, what, name) of person
-- The same with who it was, where the school's setting says so.
-- takes first_day day, last_day day, of_person subject_kind, of_class subject_kind, look.outcome
-- takes look.verb as watching, each flag
-- gives look.day, look.at as first, look.at as last, times int
-- gives look.role, look.verb, look.thing, look.purpose, person.id as person
-- gives person.given_name by person, person.family_name by person
select look.day, min(look.at), max(look.at), count(*), look.role, look.verb, look.thing, look.purpose,
       person.id, person.given_name, person.family_name
  from look
  left join person on person.id = look.person
 where look.subject = :subject and look.subject_kind = :of_person
   and look.outcome = :outcome and look.day between :first_day and :last_day
 group by look.day, look.role, look.verb, look.thing, look.purpose, look.person,
       person.id, person.given_name, person.family_name,
       case when :each = 0 or look.verb = :watching then 0 else look.id end
union all
select look.day, min(look.at), max(look.at), count(*), look.role, look.verb, look.thing, look.purpose,
       person.id, person.given_name, person.family_name
  from class_member
  join look on look.subject = class_member.class
  left join person on person.id = look.person
 where class_member.pupil = :subject and look.subject_kind = :of_class
   and look.outcome = :outcome and look.day between :first_day and :last_day
   and look.day >= class_member.from_day
   and (class_member.to_day is null or look.day <= class_member.to_day)
 group by look.day, look.role, look.verb, look.thing, look.purpose, look.person,
       person.id, person.given_name, person.family_name,
       case when :each = 0 or look.verb = :watching then 0 else look.id end
 order by 3 desc, 2 desc;
