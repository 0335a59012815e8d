"""Pages of a query by the place where the page before ended: as fast for the last page as for the first, and none twice."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_

from daypass.server.cursors import Cursor


def newest_first(
    query: Select[Any], at: ColumnElement[int], id_: ColumnElement[str], after: Cursor | None, most: int | None
) -> Select[Any]:
    """At most `most` rows behind the place; of the same moment, by id."""
    if after is not None:
        query = query.where(or_(at < after.at, and_(at == after.at, id_ > after.id)))
    return query.order_by(at.desc(), id_).limit(most)


def oldest_first(
    query: Select[Any], at: ColumnElement[int], id_: ColumnElement[str], after: Cursor | None, most: int | None
) -> Select[Any]:
    """The same from the other end."""
    if after is not None:
        query = query.where(or_(at > after.at, and_(at == after.at, id_ > after.id)))
    return query.order_by(at, id_).limit(most)
