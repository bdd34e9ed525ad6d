-- derogations_of_pupil: many, needs READ ABSENCE_LIMIT(totals) of person
-- gives derogation.id, derogation.pupil, derogation.first_day, derogation.last_day
-- gives derogation.reason
select derogation.id, derogation.pupil, derogation.first_day, derogation.last_day,
       derogation.reason
  from derogation
 where derogation.pupil = :subject
 order by derogation.first_day, derogation.id;

-- derogation_keep: put derogation, needs MANAGE ABSENCE_LIMIT of person(pupil)

-- derogation_remove: drop derogation, needs MANAGE ABSENCE_LIMIT of person(pupil)
