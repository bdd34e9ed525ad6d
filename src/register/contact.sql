-- own_contact: one, needs READ CONTACT(reach) of person
-- gives guardian_contact.guardian, guardian_contact.reach by guardian
select guardian_contact.guardian, guardian_contact.reach
  from guardian_contact
 where guardian_contact.guardian = :subject;

-- contacts_of_pupil: many, needs READ CONTACT(reach) of person
-- Everybody who is responsible for the pupil, in the order of the guardians'
-- page; what a guardian gave stands only with the right to be contacted, on
-- this day.
-- takes day day
-- gives guardianship.id, contacts flag, guardianship.guardian, guardian_contact.reach by guardian
-- gives guardian_contact.changed_on
select guardianship.id,
       case when guardianship.contacts = 1 and guardianship.from_day <= :day
             and (guardianship.to_day is null or guardianship.to_day >= :day) then 1 else 0 end,
       guardianship.guardian, guardian_contact.reach, guardian_contact.changed_on
  from guardianship
  left join guardian_contact
    on guardian_contact.guardian = guardianship.guardian and guardianship.contacts = 1
   and guardianship.from_day <= :day
   and (guardianship.to_day is null or guardianship.to_day >= :day)
 where guardianship.pupil = :subject
 order by guardianship.from_day, guardianship.id;

-- contact_keep: put guardian_contact, needs CHANGE CONTACT of person(guardian)

-- contact_remove: drop guardian_contact, needs CHANGE CONTACT of person(guardian)
