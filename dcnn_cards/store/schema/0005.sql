-- What else belongs to a kind of event: a JSON object, or NULL. It is short, so that an event is
-- within one page.
ALTER TABLE event ADD COLUMN detail TEXT CHECK (
    detail IS NULL OR typeof(detail) = 'text' AND length(CAST(detail AS BLOB)) BETWEEN 2 AND 3000
);
