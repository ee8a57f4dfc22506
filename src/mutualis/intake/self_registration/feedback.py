"""What the sender of a self-registration gets back: where each rule was broken, and how often, in its words."""

from collections import Counter
from pathlib import Path

from mutualis.intake.hospital.feedback import PROBLEMS, RULES, write_lines
from mutualis.intake.self_registration.examine import Examined
from mutualis.reference.self_registration import self_registration_rules


def write_registration_feedback(folder: Path, found: Examined) -> list[Path]:
    """Write problems.csv and rules.csv into the folder; returns their paths. No value of a row is in them."""
    folder.mkdir(parents=True, exist_ok=True)
    problems, rules = found.problems, self_registration_rules()
    counted: Counter[str] = Counter()
    for each in found.findings:
        counted[each.rule] += len(each.lines)
    told = [
        (rule, str(rules[rule].severity), count, rules[rule].nl, rules[rule].fr, rules[rule].en)
        for rule, count in sorted(counted.items())
    ]
    return [
        write_lines(folder / PROBLEMS, problems.schema.names, [list(row.values()) for row in problems.to_pylist()]),
        write_lines(folder / RULES, ["rule", "severity", "lines", "nl", "fr", "en"], told),
    ]
