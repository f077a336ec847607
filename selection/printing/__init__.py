"""A paper beside its PDF: the same HTML read again as a Word file and as an Excel file."""
