"""Play a whole campaign through the same services as the pages."""
