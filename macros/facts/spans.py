"""Days and dates in words."""

from __future__ import annotations

from datetime import date

DAYS_IN_WEEK = 7


def span(days: int) -> str:
    """A number of whole days in words: 1 → "1 day", 7 → "7 days", 14 → "2 weeks"."""
    if days >= 2 * DAYS_IN_WEEK and days % DAYS_IN_WEEK == 0:
        return f"{days // DAYS_IN_WEEK} weeks"
    return f"{days} day" if days == 1 else f"{days} days"


def span_range(low: int, high: int) -> str:
    """A range of whole days in words, "7 to 14 days", or one span when both ends agree."""
    if low == high:
        return span(low)
    return f"{low} to {high} days"


def long_date(day: date) -> str:
    """A date in words: "16 November 2026"."""
    return f"{day.day} {day:%B %Y}"


def weekday_date(day: date) -> str:
    """A date in words with its weekday: "Monday 16 November 2026"."""
    return f"{day:%A} {long_date(day)}"
