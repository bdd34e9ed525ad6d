-- The families' notice of a remote lesson and its receipts (R10, CLS-33).

-- remote_notices_of_class: many, needs READ REMOTE_LESSON(lessons) of class
-- What families and teachers of the class read, from the moment it is decided,
-- in the reader's language where the school wrote it in that one.
-- takes first day, last day, approved remote_state, language int
-- gives remote_lesson.id, remote_lesson.class, remote_lesson.day, remote_lesson.first_ordinal
-- gives remote_lesson.last_ordinal, remote_lesson.notice by id under class
-- gives remote_text.id as remote_text, remote_text.notice as text by remote_text under class
select remote_lesson.id, remote_lesson.class, remote_lesson.day, remote_lesson.first_ordinal,
       remote_lesson.last_ordinal, remote_lesson.notice, coalesce(remote_text.id, 0), remote_text.notice
  from remote_lesson
  left join remote_text on remote_text.remote_lesson = remote_lesson.id and remote_text.language = :language
 where remote_lesson.class = :subject and remote_lesson.day between :first and :last
   and remote_lesson.state = :approved
 order by remote_lesson.day, remote_lesson.first_ordinal;

-- remote_notice_for_pupil: one, needs SIGN REMOTE_NOTICE(notice) of person
-- The remote lesson is one of this pupil's.
-- takes remote_lesson.id, approved remote_state
-- gives remote_lesson.id
select remote_lesson.id
  from remote_lesson
  join class_member on class_member.class = remote_lesson.class and class_member.pupil = :subject
 where remote_lesson.id = :id and remote_lesson.state = :approved
   and class_member.from_day <= remote_lesson.day
   and (class_member.to_day is null or class_member.to_day >= remote_lesson.day)
 limit 1;

-- remote_receipt_row: one, needs nothing
-- takes remote_receipt.remote_lesson, remote_receipt.pupil, remote_receipt.reader
-- gives remote_receipt.reader, remote_receipt.remote_text, remote_receipt.delivered_at, remote_receipt.signed_at
select remote_receipt.reader, remote_receipt.remote_text, remote_receipt.delivered_at, remote_receipt.signed_at
  from remote_receipt
 where remote_receipt.remote_lesson = :remote_lesson and remote_receipt.pupil = :pupil
   and remote_receipt.reader = :reader;

-- remote_receipts_of_class: many, needs MANAGE REMOTE_LESSON(lessons) of school
-- For each pupil of each remote lesson: has the family had the notice, and signed it.
-- takes since day
-- gives remote_lesson.id, class_member.register_number, delivered int, signatures int
select remote_lesson.id, class_member.register_number,
       (select count(*) from remote_receipt
         where remote_receipt.remote_lesson = remote_lesson.id and remote_receipt.pupil = class_member.pupil),
       (select count(remote_receipt.signed_at) from remote_receipt
         where remote_receipt.remote_lesson = remote_lesson.id and remote_receipt.pupil = class_member.pupil)
  from remote_lesson
  join class_member on class_member.class = remote_lesson.class and class_member.from_day <= remote_lesson.day
   and (class_member.to_day is null or class_member.to_day >= remote_lesson.day)
 where remote_lesson.day >= :since
 order by remote_lesson.id, class_member.register_number;

-- remote_receipt_deliver: put remote_receipt, needs READ REMOTE_NOTICE of person(pupil)
-- Kept with the page that showed the notice, before it leaves.

-- remote_receipt_sign: put remote_receipt, needs SIGN REMOTE_NOTICE of person(pupil)
