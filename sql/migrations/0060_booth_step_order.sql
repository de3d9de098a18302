-- The history of a booth is told in the order in which its steps were done. The number of an event cannot tell it: an event
-- begins before its transaction holds the booth, so that of two at once the later may have the lower number. These numbers are
-- drawn while the booth is held. Steps that are there already are numbered as they stand in the table.
ALTER TABLE booth_step ADD COLUMN booth_step_id bigint GENERATED ALWAYS AS IDENTITY;
COMMENT ON COLUMN booth_step.booth_step_id IS 'Orders the steps of a booth as they were done';
