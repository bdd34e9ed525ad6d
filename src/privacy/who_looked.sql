-- uses policy.h

-- A look at a class is a look at everybody who was in it that day. What people
-- do with their own data is not noted, so only the looks of others are here.
-- A page of screens asks anew three times a minute: one line a day and person
-- stands for all of them, or they would bury the rest.

-- looks_at_person: many, needs READ TRAIL(when, role, purpose, what) of person
-- takes first_day day, last_day day, of_person subject_kind, of_class subject_kind, look.outcome
-- takes look.verb as watching
-- gives look.at, look.role, look.verb, look.thing, look.purpose
select max(look.at), look.role, look.verb, look.thing, look.purpose
  from look
 where look.subject = :subject and look.subject_kind = :of_person
   and look.outcome = :outcome and look.day between :first_day and :last_day
 group by look.role, look.verb, look.thing, look.purpose, look.person,
       case when look.verb = :watching then look.day else look.id end
union all
select max(look.at), look.role, look.verb, look.thing, look.purpose
  from class_member
  join look on look.subject = class_member.class
 where class_member.pupil = :subject and look.subject_kind = :of_class
   and look.outcome = :outcome and look.day between :first_day and :last_day
   and look.day >= class_member.from_day
   and (class_member.to_day is null or look.day <= class_member.to_day)
 group by look.role, look.verb, look.thing, look.purpose, look.person,
       case when look.verb = :watching then look.day else look.id end
 order by 1 desc
 limit 500;

-- looks_at_person_with_names: many, needs READ TRAIL(when, role, purpose, what, name) of person
-- The same with who it was, where the school's setting says so.
-- takes first_day day, last_day day, of_person subject_kind, of_class subject_kind, look.outcome
-- takes look.verb as watching
-- gives look.at, look.role, look.verb, look.thing, look.purpose, person.id as person
-- gives person.given_name by person, person.family_name by person
select max(look.at), look.role, look.verb, look.thing, look.purpose,
       person.id, person.given_name, person.family_name
  from look
  left join person on person.id = look.person
 where look.subject = :subject and look.subject_kind = :of_person
   and look.outcome = :outcome and look.day between :first_day and :last_day
 group by look.role, look.verb, look.thing, look.purpose, look.person,
       person.id, person.given_name, person.family_name,
       case when look.verb = :watching then look.day else look.id end
union all
select max(look.at), look.role, look.verb, look.thing, look.purpose,
       person.id, person.given_name, person.family_name
  from class_member
  join look on look.subject = class_member.class
  left join person on person.id = look.person
 where class_member.pupil = :subject and look.subject_kind = :of_class
   and look.outcome = :outcome and look.day between :first_day and :last_day
   and look.day >= class_member.from_day
   and (class_member.to_day is null or look.day <= class_member.to_day)
 group by look.role, look.verb, look.thing, look.purpose, look.person,
       person.id, person.given_name, person.family_name,
       case when look.verb = :watching then look.day else look.id end
 order by 1 desc
 limit 500;
