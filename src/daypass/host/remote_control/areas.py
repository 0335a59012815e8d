"""Rectangles: joined, cut and told apart."""

from collections.abc import Iterable, Iterator

from daypass.host.platform.ports import Area


def join_below(parts: Iterable[Area]) -> list[Area]:
    """Join rectangles of the same columns that touch from above to below: fewer and larger compress better."""
    joined: list[Area] = []
    last_in_columns: dict[tuple[int, int], int] = {}
    for part in parts:
        columns = (part.x, part.width)
        index = last_in_columns.get(columns)
        if index is not None and joined[index].y + joined[index].height == part.y:
            above = joined[index]
            joined[index] = Area(part.x, above.y, part.width, above.height + part.height)
        else:
            last_in_columns[columns] = len(joined)
            joined.append(part)
    return joined


def intersection(one: Area, other: Area) -> Area | None:
    """What both cover; None when nothing."""
    left, top = max(one.x, other.x), max(one.y, other.y)
    right, bottom = min(one.x + one.width, other.x + other.width), min(one.y + one.height, other.y + other.height)
    return Area(left, top, right - left, bottom - top) if right > left and bottom > top else None


def clip(area: Area, width: int, height: int) -> Area | None:
    """The part of `area` inside a screen of that size; None when nothing is."""
    return intersection(area, Area(0, 0, width, height))


def outside(area: Area, hole: Area) -> Iterator[Area]:
    """The parts of `area` that `hole` does not cover: above, left, right, below."""
    inside = intersection(area, hole)
    if inside is None:
        yield area
        return
    right, bottom = area.x + area.width, area.y + area.height
    inner_right, inner_bottom = inside.x + inside.width, inside.y + inside.height
    if inside.y > area.y:
        yield Area(area.x, area.y, area.width, inside.y - area.y)
    if inside.x > area.x:
        yield Area(area.x, inside.y, inside.x - area.x, inside.height)
    if right > inner_right:
        yield Area(inner_right, inside.y, right - inner_right, inside.height)
    if bottom > inner_bottom:
        yield Area(area.x, inner_bottom, area.width, bottom - inner_bottom)


def around(areas: Iterable[Area]) -> Area:
    """The smallest rectangle that covers all. Raises ValueError when there are none."""
    kept = list(areas)
    left, top = min(area.x for area in kept), min(area.y for area in kept)
    right, bottom = max(area.x + area.width for area in kept), max(area.y + area.height for area in kept)
    return Area(left, top, right - left, bottom - top)


def simplify(areas: Iterable[Area], limit: int = 8) -> list[Area]:
    """At most `limit` areas that cover the given ones: each grab is a round trip to the system."""
    kept = list(areas)
    return kept if len(kept) <= limit else [around(kept)]


def size(area: Area) -> int:
    """In pixels."""
    return area.width * area.height


Tile = tuple[int, int]


def tiles(area: Area, side: int) -> Iterator[Tile]:
    """Column and row of every tile of a grid that `area` touches."""
    for row in range(area.y // side, (area.y + area.height - 1) // side + 1):
        for column in range(area.x // side, (area.x + area.width - 1) // side + 1):
            yield column, row


def tile_area(tile: Tile, side: int) -> Area:
    """The pixels of a tile."""
    column, row = tile
    return Area(column * side, row * side, side, side)
