-- The office's accounts. Names and user names are two things of the policy and
-- come from two queries; they meet in memory, where the search runs.

-- accounts_listed: many, needs READ ACCOUNT(name, state) of school
-- With the first role that the person has today; 0 when there is none.
-- takes day day
-- gives account.id, account.person, account.name by id under person
-- gives has_password flag, has_code flag, account.activation_ends, account.suspended, first_role role
select account.id, account.person, account.name,
       case when account.password <> '' then 1 else 0 end,
       case when account.activation <> '' then 1 else 0 end,
       account.activation_ends, account.suspended,
       coalesce((select min(appointment.role)
                   from appointment
                  where appointment.person = account.person and appointment.from_day <= :day
                    and (appointment.to_day is null or appointment.to_day >= :day)), 0)
  from account
 order by account.person;

-- people_listed: many, needs READ ROSTER(name, class, guardians) of school
-- A pupil with the class of today; a guardian with each pupil.
-- takes day day
-- gives person.id, person.kind, person.family_name, person.given_name
-- gives class.name as class_name, guardianship.pupil
select person.id, person.kind, person.family_name, person.given_name,
       coalesce(class.name, ''), coalesce(guardianship.pupil, 0)
  from person
  left join class_member on class_member.pupil = person.id and class_member.from_day <= :day
   and (class_member.to_day is null or class_member.to_day >= :day)
  left join class on class.id = class_member.class
  left join guardianship on guardianship.guardian = person.id and guardianship.from_day <= :day
   and (guardianship.to_day is null or guardianship.to_day >= :day)
 where exists (select 1 from account where account.person = person.id)
 order by person.id, guardianship.pupil;

-- account_to_change: one, needs READ ACCOUNT(name, state) of school
-- takes account.id
-- gives account.*
select account.*
  from account
 where account.id = :id;

-- account_change: put account, needs MANAGE ACCOUNT of school
