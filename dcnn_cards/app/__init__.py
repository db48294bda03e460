"""The application: where rooms meet, however it is shown."""
