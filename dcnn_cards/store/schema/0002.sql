-- The last event of a card or a day is found without reading the others, and so are those undone.
DROP INDEX event_by_card;
DROP INDEX event_by_day;
CREATE INDEX event_by_card ON event (deck, card, at);
CREATE INDEX event_by_day ON event (deck, day, at);
CREATE INDEX event_by_undo ON event (undoes) WHERE undoes IS NOT NULL;
