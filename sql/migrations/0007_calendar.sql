-- Days on which offices do not do what the weekday says; terms in working days are counted on them.

CREATE TABLE calendar_day (
  date date NOT NULL,
  kind text NOT NULL,
  legal_basis text,
  audit_id bigint NOT NULL DEFAULT current_audit(),
  CONSTRAINT calendar_day_pkey PRIMARY KEY (date),
  CONSTRAINT calendar_day_kind_known CHECK (kind IN ('holiday', 'working')),
  CONSTRAINT calendar_day_weekend CHECK (kind = 'holiday' OR extract(isodow FROM date) IN (6, 7)),
  CONSTRAINT calendar_day_audit_fkey FOREIGN KEY (audit_id) REFERENCES audit_event
);
COMMENT ON TABLE calendar_day IS 'Holidays and worked weekends, with the act that names them; a corrected day is written over, the trail says by what';
CREATE INDEX calendar_day_audit ON calendar_day (audit_id);
