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
