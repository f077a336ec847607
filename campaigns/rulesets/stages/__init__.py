"""The parts of a ruleset, as the procedure comes to them."""
