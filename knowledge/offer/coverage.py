"""What the offer covers: for each need, how many places, communes and départements."""

from typing import NamedTuple

from sqlalchemy import Engine, func, select

from knowledge.needs import needs
from knowledge.offer.models import Facility, FacilityNeed


class Coverage(NamedTuple):
    """One need. `communes`, `departements`: those with at least one place."""

    besoin: str
    lieux: int
    communes: int
    departements: int


def coverage(engine: Engine) -> list[Coverage]:
    """Every need in the order of the content, those without any place included."""
    query = (
        select(
            FacilityNeed.need_id,
            func.count(),
            func.count(Facility.insee.distinct()),
            func.count(Facility.departement.distinct()),
        )
        .join(Facility, Facility.id == FacilityNeed.facility_id)
        .group_by(FacilityNeed.need_id)
    )
    with engine.connect().execution_options(readonly=True) as connection:
        counted = {row[0]: row[1:] for row in connection.execute(query)}
    return [Coverage(need, *counted.get(need, (0, 0, 0))) for need in needs()]
