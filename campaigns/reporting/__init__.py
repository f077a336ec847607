"""The yearly report on choosing and appointing people: its data, and what the program can count itself."""
