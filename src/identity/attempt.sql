-- Every attempt to sign in, accepted or not (R29). Never the tried password.

-- attempt_put: put attempt, needs nothing

-- failures_of_account: one, needs nothing
-- Failures from this network since the last success from it.
-- takes attempt.account, attempt.address, attempt.at as since
-- gives count int, last int
select count(*), coalesce(max(attempt.at), 0)
  from attempt
 where attempt.account = :account and attempt.address = :address and attempt.at > :since
   and attempt.outcome in (1, 2, 3, 4)
   and attempt.at > (select coalesce(max(accepted.at), 0)
                       from attempt accepted
                      where accepted.account = :account and accepted.address = :address
                        and accepted.outcome = 0 and accepted.at > :since);

-- failures_of_unknown_name: one, needs nothing
-- takes attempt.unknown_name, attempt.address, attempt.at as since
-- gives count int, last int
select count(*), coalesce(max(attempt.at), 0)
  from attempt
 where attempt.at > :since and attempt.unknown_name = :unknown_name and attempt.address = :address
   and attempt.outcome in (1, 2, 3, 4);

-- failures_of_address: one, needs nothing
-- takes attempt.address, attempt.at as since
-- gives count int, last int
select count(*), coalesce(max(attempt.at), 0)
  from attempt
 where attempt.at > :since and attempt.address = :address and attempt.outcome in (1, 2, 3, 4);

-- successes_from_address: one, needs nothing
-- takes attempt.account, attempt.address, attempt.at as since
-- gives count int
select count(*)
  from attempt
 where attempt.account = :account and attempt.at > :since and attempt.address = :address
   and attempt.outcome = 0;

-- attempts_end_older: run, needs nothing
-- takes attempt.at
delete from attempt
 where attempt.at < :at;

-- year_begun: one, needs nothing
-- The first day of the latest school year that has begun.
-- takes today day
-- gives school_year.first_day
select school_year.first_day
  from school_year
 where school_year.first_day <= :today
 order by school_year.first_day desc
 limit 1;
