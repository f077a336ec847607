"""How often does the beat come, whatever becomes of the machine's clock?"""

from datetime import datetime

from celery.schedules import schedstate, schedule


class Every(schedule):
    """Every so many seconds. Where the clock was put back, the last time lies ahead, and it comes at once."""

    def is_due(self, last_run_at: datetime) -> schedstate:
        if self.maybe_make_aware(last_run_at) > self.maybe_make_aware(self.now()):
            return schedstate(is_due=True, next=self.seconds)
        return super().is_due(last_run_at)
