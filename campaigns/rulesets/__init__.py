"""A rulebook as data: its schema, its canonical text, its sentences, and the presets."""
