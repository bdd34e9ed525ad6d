-- justifications_waiting_in_class: many, needs READ JUSTIFICATION(day, kind, state, reason, text) of class
-- What families of this class have proposed and no teacher has decided.
-- gives justification.id, justification.pupil, justification.day, justification.kind
-- gives justification.ordinal, justification.reason
-- gives justification.explanation by id under pupil, justification.proposed_at
select justification.id, justification.pupil, justification.day, justification.kind,
       justification.ordinal, justification.reason, justification.explanation,
       justification.proposed_at
  from justification
 where justification.class = :subject and justification.state = 0
 order by justification.day, justification.pupil;

-- unjustified_in_class: many, needs READ JUSTIFICATION(day, kind, state) of class
-- Absences and entries, and exits where the school asks for it and has not
-- authorised this pupil's beforehand (REG-33), that nobody has justified yet,
-- counted a pupil; a short delay needs nothing (REG-31). States below 2 are
-- proposed and validated; the plus keeps the engine from searching by state.
-- takes first day, last day, exits int
-- gives attendance.pupil, count int, latest day
select pupil, count(*), max(day)
  from (select attendance.pupil as pupil, attendance.day as day
          from attendance
         where attendance.class = :subject and attendance.status = 1
           and attendance.day between :first and :last
           and not exists (select 1
                             from justification
                            where justification.class = attendance.class
                              and justification.day = attendance.day
                              and justification.pupil = attendance.pupil
                              and justification.kind = 0 and +justification.state < 2)
        union all
        select passage.pupil, passage.day
          from passage
         where passage.class = :subject and passage.short = 0
           and passage.kind <= :exits
           and passage.day between :first and :last
           and not (passage.kind = 1 and exists (select 1
                           from class_member
                          where class_member.pupil = passage.pupil and class_member.class = passage.class
                            and class_member.exits_by_request = 1 and class_member.from_day <= passage.day
                            and (class_member.to_day is null or class_member.to_day >= passage.day)))
           and not exists (select 1
                             from justification
                            where justification.class = passage.class
                              and justification.day = passage.day
                              and justification.pupil = passage.pupil
                              and justification.kind = passage.kind + 1
                              and justification.ordinal = passage.ordinal
                              and +justification.state < 2)) as open_days
 group by pupil
 order by pupil;

-- justifiable_of_pupil: many, needs READ JUSTIFICATION of person
-- All that can be or has been justified in these days: whole-day absences
-- (kind 0), entries (1) and exits (2) that were no short delay, each with the
-- justification that stands for it, if there is one (REG-46). An exit of a
-- pupil who leaves early only by request was authorised beforehand (REG-33).
-- takes first day, last day
-- gives attendance.pupil, attendance.day, kind justified_kind, ordinal int, at minute, authorised flag
-- gives attendance.class, justification.id, justification.state, justification.reason
-- gives justification.explanation by id under pupil, justification.answer by id under pupil
-- gives justification.proposed_by, justification.proposed_at
-- gives justification.decided_by, justification.decided_at
select happened.pupil, happened.day, happened.kind, happened.ordinal, happened.at,
       happened.authorised, happened.class, coalesce(justification.id, 0), coalesce(justification.state, 0),
       coalesce(justification.reason, 0), justification.explanation, justification.answer,
       coalesce(justification.proposed_by, 0), justification.proposed_at,
       coalesce(justification.decided_by, 0), justification.decided_at
  from (select attendance.pupil as pupil, attendance.day as day, 0 as kind, 0 as ordinal,
               cast(null as bigint) as at, attendance.class as class, 0 as authorised
          from attendance
         where attendance.pupil = :subject and attendance.status = 1
           and attendance.day between :first and :last
        union all
        select passage.pupil, passage.day, passage.kind + 1, passage.ordinal, passage.at,
               passage.class,
               case when passage.kind = 1 and exists (select 1
                                      from class_member
                                     where class_member.pupil = passage.pupil and class_member.class = passage.class
                                       and class_member.exits_by_request = 1 and class_member.from_day <= passage.day
                                       and (class_member.to_day is null or class_member.to_day >= passage.day))
                    then 1 else 0 end
          from passage
         where passage.pupil = :subject and passage.short = 0
           and passage.day between :first and :last) as happened
  left join justification
    on justification.pupil = happened.pupil and justification.day = happened.day
   and justification.kind = happened.kind and justification.ordinal = happened.ordinal
 order by happened.day desc, happened.kind, happened.ordinal;

-- justification_in_class: one, needs VALIDATE JUSTIFICATION of class
-- takes justification.id
-- gives justification.*
select justification.*
  from justification
 where justification.class = :subject and justification.id = :id;

-- justifications_of_class: many, needs READ JUSTIFICATION(day, kind, state, reason, text) of class
-- Those that wait, and those decided since this day.
-- takes since day
-- gives justification.id, justification.pupil, justification.day, justification.kind
-- gives justification.ordinal, justification.state, justification.reason
-- gives justification.explanation by id under pupil, justification.proposed_by
-- gives justification.proposed_at, justification.decided_at, at minute
select justification.id, justification.pupil, justification.day, justification.kind,
       justification.ordinal, justification.state, justification.reason,
       justification.explanation, justification.proposed_by, justification.proposed_at,
       justification.decided_at, passage.at
  from justification
  left join passage
    on passage.day = justification.day and passage.class = justification.class
   and passage.pupil = justification.pupil and passage.ordinal = justification.ordinal
 where justification.class = :subject and justification.state <> 3
   and (justification.state = 0 or justification.day >= :since)
 order by justification.state, justification.day desc, justification.pupil;

-- membership_of_pupil: one, needs READ JUSTIFICATION(state) of person
-- Whether the school lets this pupil's absences be justified online (REG-48).
-- takes day day
-- gives class_member.class, class_member.justifies_online, class_member.exits_by_request
select class_member.class, class_member.justifies_online, class_member.exits_by_request
  from class_member
 where class_member.pupil = :subject and class_member.from_day <= :day
   and (class_member.to_day is null or class_member.to_day >= :day)
 order by class_member.from_day desc
 limit 1;

-- absent_today: many, needs VALIDATE JUSTIFICATION of class
-- Who of the class is absent on that day: for schools that validate only when
-- the pupil is back (REG-47).
-- takes day day
-- gives attendance.pupil
select attendance.pupil
  from attendance
 where attendance.day = :day and attendance.class = :subject and attendance.status = 1
 order by attendance.pupil;

-- justification_propose: put justification, needs JUSTIFY JUSTIFICATION of person(pupil)

-- justification_decide: put justification, needs VALIDATE JUSTIFICATION of class(class)
