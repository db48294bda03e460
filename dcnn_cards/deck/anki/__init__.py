"""Packages of Anki (`.apkg`, `.colpkg`): read and written as data, without Anki.

`form` says what there is in one. Outwards, `notes` makes notes of cards by way of `mathematics`,
and `writing` a package of notes. A package is a zip; in it a database with a collection, and files.
"""
