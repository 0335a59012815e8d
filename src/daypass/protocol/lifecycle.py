"""The life of a SupportSession: prepared → active → ended. One enum, one table, one pure function.

Two rules:
1. The table is complete: a (state, event) pair that is not in it is illegal and raises.
2. Time has the last word: an event that arrives after the end of its time finds the session already ended by time.

Presence (offline, online, connected) and removal (pending, confirmed) are other facts and live elsewhere.
Times are milliseconds since 1970 UTC, and `now` is an argument.
"""

import enum
from dataclasses import dataclass, replace

HOUR_MS = 60 * 60 * 1000
PREPARED_FOR_MS = 24 * HOUR_MS
ACTIVE_FOR_MS = 24 * HOUR_MS


class State(enum.StrEnum):
    """Where a SupportSession is in its life. *Live* means prepared or active."""

    PREPARED = "prepared"
    ACTIVE = "active"
    ENDED = "ended"


class Ending(enum.StrEnum):
    """Why an ended SupportSession ended."""

    BY_TECHNICIAN = "by_technician"
    BY_CUSTOMER = "by_customer"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    LINK_EXPIRED = "link_expired"


class Event(enum.StrEnum):
    """What happens to a SupportSession."""

    HOST_ACTIVATES = "host_activates"
    TECHNICIAN_ENDS = "technician_ends"
    CUSTOMER_ENDS = "customer_ends"
    TIME_PASSES = "time_passes"


class Effect(enum.StrEnum):
    """What the caller must do, in the same transaction or right after it."""

    SIGN_GRANT = "sign_grant"
    USE_UP_LINK = "use_up_link"
    REVOKE_LINK = "revoke_link"
    FREE_SLOT_AND_SEAT = "free_slot_and_seat"
    TELL_HOST = "tell_host"
    CLOSE_CONNECTIONS = "close_connections"
    AWAIT_REMOVAL = "await_removal"


@dataclass(frozen=True, slots=True)
class Life:
    """All that the rules need to know of one SupportSession."""

    state: State
    created_at: int
    activated_at: int | None = None
    ended_at: int | None = None
    ending: Ending | None = None

    @property
    def deadline_at(self) -> int | None:
        """24 hours after activation; None until then."""
        return None if self.activated_at is None else self.activated_at + ACTIVE_FOR_MS

    @property
    def live(self) -> bool:
        """Whether it occupies a slot and a seat."""
        return self.state is not State.ENDED

    def ends_by_itself_at(self) -> int | None:
        """When time ends it: 24 h after creation while prepared, the deadline while active, None once ended."""
        if self.state is State.PREPARED:
            return self.created_at + PREPARED_FOR_MS
        return self.deadline_at if self.state is State.ACTIVE else None


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table: where to, why it ended, and what must be done."""

    to: State
    ending: Ending | None
    effects: frozenset[Effect]


class IllegalMove(Exception):
    """The support session is not in a state in which this can happen."""

    def __init__(self, state: State, event: Event) -> None:
        super().__init__(f"{event} is not possible while {state}")
        self.state = state
        self.event = event


def _move(to: State, ending: Ending | None, *effects: Effect) -> Move:
    return Move(to, ending, frozenset(effects))


_OVER_BEFORE_ACTIVATION = (Effect.FREE_SLOT_AND_SEAT, Effect.REVOKE_LINK, Effect.TELL_HOST)
_OVER_AFTER_ACTIVATION = (Effect.FREE_SLOT_AND_SEAT, Effect.TELL_HOST, Effect.CLOSE_CONNECTIONS, Effect.AWAIT_REMOVAL)

TRANSITIONS: dict[tuple[State, Event], Move] = {
    (State.PREPARED, Event.HOST_ACTIVATES): _move(State.ACTIVE, None, Effect.SIGN_GRANT, Effect.USE_UP_LINK),
    (State.PREPARED, Event.TECHNICIAN_ENDS): _move(State.ENDED, Ending.CANCELLED, *_OVER_BEFORE_ACTIVATION),
    (State.PREPARED, Event.CUSTOMER_ENDS): _move(State.ENDED, Ending.BY_CUSTOMER, *_OVER_BEFORE_ACTIVATION),
    (State.PREPARED, Event.TIME_PASSES): _move(State.ENDED, Ending.LINK_EXPIRED, *_OVER_BEFORE_ACTIVATION),
    (State.ACTIVE, Event.TECHNICIAN_ENDS): _move(State.ENDED, Ending.BY_TECHNICIAN, *_OVER_AFTER_ACTIVATION),
    (State.ACTIVE, Event.CUSTOMER_ENDS): _move(State.ENDED, Ending.BY_CUSTOMER, *_OVER_AFTER_ACTIVATION),
    (State.ACTIVE, Event.TIME_PASSES): _move(State.ENDED, Ending.EXPIRED, *_OVER_AFTER_ACTIVATION),
}


def prepare(now: int) -> Life:
    """A new SupportSession."""
    return Life(State.PREPARED, created_at=now)


def step(life: Life, event: Event, now: int) -> tuple[Life, frozenset[Effect]]:
    """What becomes of `life` when `event` happens at `now`, and what must be done. Raises IllegalMove.

    TIME_PASSES may come at any time and as often as one likes: it changes nothing before the session's time is over,
    and records the moment at which that time was over, not the moment at which somebody noticed.
    """
    over_at = life.ends_by_itself_at()
    overdue = over_at is not None and now >= over_at
    if event is Event.TIME_PASSES:
        if not overdue:
            return life, frozenset()
        move = TRANSITIONS[life.state, event]
        return replace(life, state=move.to, ended_at=over_at, ending=move.ending), move.effects
    found = None if overdue else TRANSITIONS.get((life.state, event))
    if found is None:
        raise IllegalMove(State.ENDED if overdue else life.state, event)
    if found.to is State.ACTIVE:
        return replace(life, state=found.to, activated_at=now), found.effects
    return replace(life, state=found.to, ended_at=now, ending=found.ending), found.effects
