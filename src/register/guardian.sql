-- The ties of a pupil with guardians. What they are called is account.name, a
-- thing of its own in the policy, so it comes from a query of its own.

-- guardianship_lines: many, needs READ ROSTER(guardians) of person
-- gives guardianship.*
select guardianship.*
  from guardianship
 where guardianship.pupil = :subject
 order by guardianship.from_day, guardianship.id;

-- guardian_names: many, needs READ ACCOUNT(name) of school
-- takes guardianship.pupil
-- gives account.id, account.person, account.name by id under person
select account.id, account.person, account.name
  from account
 where exists (select 1
                 from guardianship
                where guardianship.guardian = account.person and guardianship.pupil = :pupil)
 order by account.id;

-- guardian_of_name: one, needs READ ACCOUNT(name) of school
-- Not found when nobody of this name is a guardian who may sign in today.
-- takes account.name_key, person.kind, appointment.role, day day
-- gives account.person
select account.person
  from account
  join person on person.id = account.person
 where account.name_key = :name_key and person.kind = :kind
   and (person.left_on is null or person.left_on >= :day)
   and exists (select 1
                 from appointment
                where appointment.person = account.person and appointment.role = :role
                  and appointment.from_day <= :day
                  and (appointment.to_day is null or appointment.to_day >= :day));

-- guardianship_keep: put guardianship, needs MANAGE ROSTER of person(pupil)
