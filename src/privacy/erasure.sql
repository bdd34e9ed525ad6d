-- What has had its time (policy/retention.policy). Ids, days and counts alone:
-- nothing of what stands in a sealed column is opened here, and the jobs write
-- no name into their log. Each deletion of a journalled table goes through put
-- and drop, so that both copies agree afterwards.

-- people_who_left: many, needs nothing
-- Staff and pupils whose last day is past and of whom more is kept than a number.
-- takes person.left_on as before, guardian person_kind
-- gives person.id, person.kind, person.left_on
select person.id, person.kind, person.left_on
  from person
 where person.left_on < :before and person.kind <> :guardian
   and (person.family_name is not null or person.given_name is not null
        or person.birth_day is not null or person.birth_place is not null
        or person.match_key is not null
        or exists (select 1 from account where account.person = person.id)
        or exists (select 1 from appointment where appointment.person = person.id))
 order by person.left_on, person.id;

-- guardians_without_pupil: many, needs nothing
-- Guardians all of whose children have left, with the last one's last day.
-- takes today day
-- gives person.id, person.kind, left_on day
select person.id, person.kind, max(pupil.left_on)
  from guardianship
  join person on person.id = guardianship.guardian
  join person as pupil on pupil.id = guardianship.pupil
 group by person.id, person.kind
having count(*) = count(pupil.left_on) and max(pupil.left_on) < :today
 order by 3, 1;

-- years_past: many, needs nothing
-- School years that are over, and still have classes with lessons or members.
-- takes today day
-- gives school_year.id, school_year.first_day, school_year.last_day
select school_year.id, school_year.first_day, school_year.last_day
  from school_year
 where school_year.last_day < :today
 order by school_year.last_day;

-- past_year: one, needs nothing
-- takes school_year.id
-- gives school_year.first_day, school_year.last_day
select school_year.first_day, school_year.last_day from school_year where school_year.id = :id;

-- classes_of_past_year: many, needs nothing
-- takes class.school_year
-- gives class.id
select class.id from class where class.school_year = :school_year order by class.id;

-- subgroups_of_past_year: many, needs nothing
-- takes class.school_year
-- gives subgroup.id
select subgroup.id
  from subgroup
  join class on class.id = subgroup.class
 where class.school_year = :school_year
 order by subgroup.id;

-- accounts_of_person: many, needs nothing
-- takes account.person
-- gives account.id
select account.id from account where account.person = :person order by account.id;

-- old_passwords_of_account: many, needs nothing
-- takes password_history.account
-- gives password_history.ordinal
select password_history.ordinal
  from password_history
 where password_history.account = :account
 order by password_history.ordinal;

-- appointments_of_person: many, needs nothing
-- takes appointment.person
-- gives appointment.id
select appointment.id from appointment where appointment.person = :person order by appointment.id;

-- ties_of_guardian: many, needs nothing
-- takes guardianship.guardian
-- gives guardianship.id
select guardianship.id from guardianship where guardianship.guardian = :guardian order by guardianship.id;

-- erase_names: put person, needs nothing
-- Nothing is left but the number that the register's rows refer to.

-- erase_account: drop account, needs nothing
-- erase_old_password: drop password_history, needs nothing
-- erase_appointment: drop appointment, needs nothing
-- erase_tie: drop guardianship, needs nothing
-- erase_contact: drop guardian_contact, needs nothing

-- erase_sessions: run, needs nothing
-- takes session.account
delete from session where session.account = :account;

-- erase_posted: run, needs nothing
-- takes posted.account
delete from posted where posted.account = :account;

-- erase_attempts: run, needs nothing
-- takes attempt.account
delete from attempt where attempt.account = :account;

-- retention_run_put: put retention_run, needs nothing

-- retention_runs: many, needs nothing
-- gives retention_run.*
select retention_run.*
  from retention_run
 order by retention_run.class;
