-- Which numbers a card that draws them was asked with; NULL for all others.
ALTER TABLE event ADD COLUMN seed INTEGER;
