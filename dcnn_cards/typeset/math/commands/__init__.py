"""Families of commands. A file reads its commands, has their nodes, and sets them."""
