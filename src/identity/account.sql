-- An account as sign-in needs it, found by the keyed digest of its name.

-- account_of_name: one, needs nothing
-- takes account.name_key
-- gives account.id, account.person, account.password, account.activation, account.activation_ends
-- gives account.suspended
select account.id, account.person, account.password, account.activation, account.activation_ends,
       account.suspended
  from account
 where account.name_key = :name_key;

-- account_whole: one, needs CHANGE PASSWORD of person
-- takes account.id
-- gives account.*
select account.*
  from account
 where account.id = :id and account.person = :subject;

-- account_put: put account, needs CHANGE PASSWORD of person(person)

-- account_keep: put account, needs nothing
-- At sign-in, where nobody is signed in yet: a spent activation code, a hash
-- made anew with the parameters of today.

-- account_keep_row: one, needs nothing
-- takes account.id
-- gives account.*
select account.*
  from account
 where account.id = :id;

-- passwords_before: many, needs nothing
-- Newest first.
-- takes password_history.account
-- gives password_history.ordinal, password_history.password
select password_history.ordinal, password_history.password
  from password_history
 where password_history.account = :account
 order by password_history.ordinal desc;

-- password_before_put: put password_history, needs nothing

-- password_before_drop: drop password_history, needs nothing
