-- The running sessions. Only the hash of a session's id is stored, and a row
-- opens nothing by itself: each request asks anew whether the account, the
-- person and the role still hold (ID-12).

-- session_of_token: one, needs nothing
-- Not found when the account is suspended, the person has left or does not
-- have the role today. left_on is the person's last day.
-- takes session.token, today day
-- gives session.account, session.role, session.started_at, session.seen_at, session.address
-- gives account.person, account.profile, account.changed_on, account.must_change, account.language
-- gives person.kind, person.given_name by person, person.family_name by person
-- gives wanted_profile text, roles int
select session.account, session.role, session.started_at, session.seen_at, session.address,
       account.person, account.profile, account.changed_on, account.must_change, account.language,
       person.kind, person.given_name, person.family_name,
       (select setting.value from setting where setting.name = 'password.profile'),
       (select count(distinct other.role)
          from appointment other
         where other.person = account.person
           and other.from_day <= :today and (other.to_day is null or other.to_day >= :today))
  from session
  join account on account.id = session.account
  join person on person.id = account.person
 where session.token = :token
   and account.suspended = 0
   and (person.left_on is null or person.left_on >= :today)
   and exists (select 1
                 from appointment
                where appointment.person = account.person
                  and appointment.role = session.role
                  and appointment.from_day <= :today
                  and (appointment.to_day is null or appointment.to_day >= :today));

-- roles_of_account: many, needs nothing
-- takes account.id, today day
-- gives appointment.role
select distinct appointment.role
  from account
  join person on person.id = account.person
  join appointment on appointment.person = account.person
 where account.id = :id
   and account.suspended = 0
   and (person.left_on is null or person.left_on >= :today)
   and appointment.from_day <= :today
   and (appointment.to_day is null or appointment.to_day >= :today)
 order by appointment.role;

-- session_put: put session, needs nothing

-- session_drop: drop session, needs nothing

-- session_seen: run, needs nothing
-- takes session.token, session.seen_at
update session
   set seen_at = :seen_at
 where session.token = :token and session.seen_at < :seen_at;

-- sessions_end_of_account: run, needs nothing
-- All but the one kept; none is kept when it is empty.
-- takes session.account, session.token as kept
delete from session
 where session.account = :account and (session.token <> :kept or :kept is null);

-- sessions_end_older: run, needs nothing
-- takes session.started_at
delete from session
 where session.started_at < :started_at;

-- posted_end_older: run, needs nothing
-- takes posted.at
delete from posted
 where posted.at < :at;
