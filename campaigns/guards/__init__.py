"""May the campaign take its next step? One module for each step, in the order of the procedure."""

from . import (
    announce,
    close,
    contest,
    decide,
    direct,
    enter,
    evaluate,
    file,
    inspect,
    publicize,
    recommend,
    reconsider,
)

__all__ = [
    "BY_STEP",
    "PLAN_RULES",
    "announce",
    "close",
    "contest",
    "decide",
    "enter",
    "evaluate",
    "file",
    "inspect",
    "publicize",
    "recommend",
    "reconsider",
]

# In the order of the procedure, by the name of the step that they let pass.
BY_STEP = {
    "announce": (*announce.RULES, *contest.PLAN_RULES, *direct.PLAN_RULES, *direct.NAMED),
    "recommend": (*recommend.RULES, *enter.OPENING),
    "evaluate": (*enter.RULES, *evaluate.RULES),
    "inspect": inspect.RULES,
    "decide": decide.RULES,
    "publicize": (*publicize.RULES, *direct.TOLD),
    "file": (*file.RULES, *direct.TOLD),
    "close": close.RULES,
}
# Of these a plan is free before it is handed in.
PLAN_RULES = (*announce.PLAN_RULES, *contest.PLAN_RULES, *direct.PLAN_RULES)
