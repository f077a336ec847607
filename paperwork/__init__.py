"""文书表格: every form of a selection, filled from what the program knows or blank, ready to sign."""
