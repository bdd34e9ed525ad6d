-- The frames of the journal as the database keeps them. They hold no clear
-- text of anybody, and are read by start-up, verify and repair only.

-- operation_add: run, needs nothing
-- Not an upsert: a number or an id that is taken is a conflict.
-- takes operation.sequence, operation.id, operation.recorded_at, operation.position, operation.frame
insert into operation (sequence, id, recorded_at, position, frame)
values (:sequence, :id, :recorded_at, :position, :frame);

-- operation_end: one, needs nothing
-- Where the copy ends, without reading the frame.
-- gives operation.sequence, position_after int
select sequence, position + length(frame) from operation order by sequence desc limit 1;

-- operation_last: one, needs nothing
-- gives operation.sequence, operation.id, operation.position, operation.frame
select sequence, id, position, frame from operation order by sequence desc limit 1;

-- operation_since: many, needs nothing
-- takes operation.sequence, count_max int
-- gives operation.sequence, operation.id, operation.position, operation.frame
select sequence, id, position, frame from operation
 where sequence > :sequence order by sequence limit :count_max;

-- operation_known: one, needs nothing
-- Whether an operation with this id was recorded, even if only the journal had
-- it when the process died: a form that is sent again does nothing again.
-- takes operation.id
-- gives operation.sequence
select sequence from operation where id = :id;

-- operation_forget: run, needs nothing
-- Repair only: makes room for the frame that belongs there.
-- takes operation.sequence
delete from operation where sequence = :sequence;
