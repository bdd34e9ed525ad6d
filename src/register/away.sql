-- away_of_class: many, needs READ ATTENDANCE(day, status, times) of class
-- Who is out of class with permission, from this day on.
-- takes day day
-- gives away.*
select away.*
  from away
 where away.class = :subject and away.last_day >= :day
 order by away.first_day, away.pupil;

-- away_plan: put away, needs RECORD ATTENDANCE of class(class)

-- away_cancel: drop away, needs RECORD ATTENDANCE of class(class)
