"""May the campaign take its next step? One module for each step, in the order of the procedure."""

from . import announce, close, decide, evaluate, file, inspect, publicize, recommend

__all__ = ["BY_STEP", "announce", "close", "decide", "evaluate", "file", "inspect", "publicize", "recommend"]

# In the order of the procedure, by the name of the step that they let pass.
BY_STEP = {
    "announce": announce.RULES,
    "recommend": recommend.RULES,
    "evaluate": evaluate.RULES,
    "inspect": inspect.RULES,
    "decide": decide.RULES,
    "publicize": publicize.RULES,
    "file": file.RULES,
    "close": close.RULES,
}
