"""The people of the demo county."""
