"""What is delivered beside members and claims: authorisations, incapacity, dependency, attestations, pilots, records
of GPs and answers to surveys."""

from collections.abc import Callable, Iterator

from mutualis.synthetic.registers import decisions, dependency, gp_records, incapacity, pilots, surveys
from mutualis.synthetic.registers.rows import Rows
from mutualis.synthetic.setting import Setting

GENERATORS: tuple[Callable[[Setting], Iterator[Rows]], ...] = (
    decisions.authorisations,
    incapacity.spells,
    dependency.assessments,
    decisions.attestations,
    pilots.inclusions,
    gp_records.items,
    surveys.of_patients,
    surveys.of_providers,
)


def rows_of_year(where: Setting) -> Iterator[Rows]:
    """All rows of one block and year, by database."""
    for generate in GENERATORS:
        yield from generate(where)


__all__ = ["Rows", "rows_of_year"]
