"""May the campaign take its next step? One module for each step, in the order of the procedure."""

from . import announce, close, decide, evaluate, file, inspect, publicize, recommend

__all__ = ["announce", "close", "decide", "evaluate", "file", "inspect", "publicize", "recommend"]
