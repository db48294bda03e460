"""Numbers from the log: statistics and exports, as plain data and as text."""
