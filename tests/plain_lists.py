"""Code lists and the booking window for the plain references: a row at a time, as the rules say it."""

import datetime as dt


class PlainList:
    """A code list as rows: what holds for a code on a day."""

    def __init__(self, rows: list[dict]) -> None:
        self._rows: dict[str, list[dict]] = {}
        for row in rows:
            self._rows.setdefault(row["code"], []).append(row)

    def on(self, code: str | None, day: dt.date) -> dict:
        """The row of a code on a day; an empty one where there is none."""
        for row in self._rows.get(code, ()):
            if (row.get("valid_from") or dt.date.min) <= day <= (row.get("valid_to") or dt.date.max):
                return row
        return {}


def is_in_time(line: dict, months: int) -> bool:
    """Whether a line was booked within so many months from January of the year of service."""
    year, month = divmod(line["booking_month"], 100)
    return (year - line["service_day"].year) * 12 + month <= months
