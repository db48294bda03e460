"""Tools for who works on the program."""
