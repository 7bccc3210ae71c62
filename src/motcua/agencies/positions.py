"""Which desk an official holds on a day: asked for with every request of an official, and never remembered."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from motcua.agencies.contracts import PositionView
from motcua.agencies.errors import PositionNotFoundError
from motcua.agencies.queries import get_agency, reach_of_rights, today
from motcua.platform.database.transactions import prepared

POSITION_ARMS = """
held AS (
    SELECT p.title, p.roles, p.valid_from, p.valid_to, p.agency_id, p.official_id, o.name
    FROM agencies_position p JOIN agencies_official o ON o.id = p.official_id
    WHERE p.official_id = {official} AND p.valid_from <= %(day)s AND (p.valid_to IS NULL OR p.valid_to >= %(day)s)
    ORDER BY p.valid_from DESC, p.id DESC LIMIT 1
), below AS (
    SELECT agency_id AS id FROM held UNION SELECT a.id FROM agencies_agency a JOIN below b ON a.parent_id = b.id
), position AS (
    SELECT official_id, name, title, agency_id, roles, valid_from, valid_to,
        (SELECT array_agg(id ORDER BY id) FROM below) AS agency_ids,
        (SELECT jsonb_agg(CASE WHEN s.ended_at IS NULL AND s.valid_from <= %(day)s
            AND (s.valid_to IS NULL OR s.valid_to >= %(day)s)
            THEN jsonb_build_array(s.family, s.procedure_code, s.unit_code) END)
         FROM agencies_scope s WHERE s.official_id = held.official_id AND s.agency_id = held.agency_id
           AND s.lifted_at IS NULL) AS scopes
    FROM held
)"""
"""Arms of a WITH RECURSIVE whose last, `position`, is what `read_position` reads: one row, or none. `{official}`: SQL for
whose it is; the parameter `day` comes from `today`."""
_WIDTH = 9  # columns of it

_POSITION = f"WITH RECURSIVE {POSITION_ARMS.format(official='%(official)s')} SELECT * FROM position"


def position_of(official_id: UUID, on: date | None = None) -> PositionView:
    """The official's position of the day; the latest one when there are several. One statement, never remembered:
    a right that ended has ended. Raises PositionNotFoundError.
    """
    row = prepared(_POSITION, {"official": official_id, "day": on or today()}).fetchone()
    return read_position(row)


def read_position(row: tuple[Any, ...] | None) -> PositionView:
    """A row that ends with the columns of `position`. Raises PositionNotFoundError for none."""
    if row is None or row[-_WIDTH] is None:
        raise PositionNotFoundError
    official_id, name, title, agency_id, roles, valid_from, valid_to, below, scopes = row[-_WIDTH:]
    return PositionView(
        official_id=official_id,
        official_name=name,
        title=json.loads(title),  # Django leaves jsonb as text on its connections
        agency=get_agency(agency_id),
        agency_ids=tuple(below),
        roles=frozenset(roles),
        valid_from=valid_from,
        valid_to=valid_to,
        reach=() if scopes is None else reach_of_rights(tuple(each) for each in json.loads(scopes) if each),
    )
