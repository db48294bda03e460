-- What happened and was not undone: as `standing_events` of `dcnn_cards.schedule.fold` has it. An
-- undo takes back the event of its own card that it names, and cannot itself be undone.
CREATE VIEW standing_event AS
SELECT * FROM event WHERE kind != 'undo' AND NOT EXISTS (
    SELECT 1 FROM event AS undo
    WHERE undo.undoes = event.id AND undo.kind = 'undo'
    AND undo.deck = event.deck AND undo.card = event.card
);

-- Cards as they were typeset are kept elsewhere: they can be made again, and are in no backup.
DROP TABLE block;
