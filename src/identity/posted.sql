-- What a form with this id has already done for this account: a repeated POST
-- (a double press, an offline replay) gets the first outcome again.

-- posted_before: one, needs nothing
-- takes posted.account, posted.form
-- gives posted.status, posted.location
select posted.status, posted.location
  from posted
 where posted.account = :account and posted.form = :form;

-- posted_put: put posted, needs nothing
