"""How are dates and instants written for a Chinese reader?"""

from datetime import date, datetime, timedelta

from selection import clock

WEEKDAYS = "一二三四五六日"


def day(value: date) -> str:
    """2026年3月2日"""
    return f"{value.year}年{value.month}月{value.day}日"


def weekday(value: date) -> str:
    """周一"""
    return f"周{WEEKDAYS[value.weekday()]}"


def moment(value: datetime) -> str:
    """2026年3月2日 8:05"""
    here = clock.local(value)
    return f"{day(here.date())} {here.hour}:{here.minute:02}"


def deadline(value: datetime) -> str:
    """As a moment, but midnight belongs to the day that it ends: 2026年3月1日 24:00."""
    here = clock.local(value)
    if (here.hour, here.minute) == (0, 0):
        return f"{day(here.date() - timedelta(days=1))} 24:00"
    return moment(value)


def since(value: datetime) -> str:
    """How long ago, in the words of an office: 刚刚, 20分钟前, 3小时前, 昨天, 5天前, then the date."""
    passed = clock.now() - value
    days = (clock.today() - clock.local(value).date()).days
    if days > 30:
        return day(clock.local(value).date())
    if days > 1:
        return f"{days}天前"
    if days == 1:
        return "昨天"
    minutes = int(passed.total_seconds() // 60)
    return "刚刚" if minutes < 1 else f"{minutes}分钟前" if minutes < 60 else f"{minutes // 60}小时前"
