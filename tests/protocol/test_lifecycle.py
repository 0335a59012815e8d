"""The life of a support session, row by row and at random."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daypass.protocol.lifecycle import (
    ACTIVE_FOR_MS,
    PREPARED_FOR_MS,
    TRANSITIONS,
    Effect,
    Ending,
    Event,
    IllegalMove,
    Life,
    State,
    prepare,
    step,
)

CREATED = 1_000_000
ACTIVATED = CREATED + 5_000


def life_in(state: State) -> Life:
    life = prepare(CREATED)
    if state is State.PREPARED:
        return life
    life, _ = step(life, Event.HOST_ACTIVATES, ACTIVATED)
    return life if state is State.ACTIVE else step(life, Event.TECHNICIAN_ENDS, ACTIVATED + 1)[0]


@pytest.mark.parametrize(("state", "event", "to", "ending"), [
    (State.PREPARED, Event.HOST_ACTIVATES, State.ACTIVE, None),
    (State.PREPARED, Event.TECHNICIAN_ENDS, State.ENDED, Ending.CANCELLED),
    (State.PREPARED, Event.CUSTOMER_ENDS, State.ENDED, Ending.BY_CUSTOMER),
    (State.ACTIVE, Event.TECHNICIAN_ENDS, State.ENDED, Ending.BY_TECHNICIAN),
    (State.ACTIVE, Event.CUSTOMER_ENDS, State.ENDED, Ending.BY_CUSTOMER),
])  # fmt: skip
def test_every_legal_move_leads_where_the_table_says(
    state: State, event: Event, to: State, ending: Ending | None
) -> None:
    life, effects = step(life_in(state), event, ACTIVATED + 7)
    assert (life.state, life.ending) == (to, ending)
    assert effects == TRANSITIONS[state, event].effects


def test_every_other_pair_is_illegal() -> None:
    for state, event in itertools.product(State, set(Event) - {Event.TIME_PASSES}):
        if (state, event) not in TRANSITIONS:
            with pytest.raises(IllegalMove) as refused:
                step(life_in(state), event, ACTIVATED + 7)
            assert (refused.value.state, refused.value.event) == (state, event)


def test_the_deadline_is_24_hours_after_activation_not_after_creation() -> None:
    late = CREATED + PREPARED_FOR_MS - 1
    life, _ = step(prepare(CREATED), Event.HOST_ACTIVATES, late)
    assert life.deadline_at == late + ACTIVE_FOR_MS == life.ends_by_itself_at()
    assert step(life, Event.TIME_PASSES, late + ACTIVE_FOR_MS - 1) == (life, frozenset())
    ended, effects = step(life, Event.TIME_PASSES, late + ACTIVE_FOR_MS + 99)
    assert (ended.state, ended.ending, ended.ended_at) == (State.ENDED, Ending.EXPIRED, late + ACTIVE_FOR_MS)
    assert Effect.AWAIT_REMOVAL in effects and Effect.FREE_SLOT_AND_SEAT in effects


def test_a_session_that_nobody_activates_expires_after_24_hours_and_frees_its_seat() -> None:
    life, effects = step(prepare(CREATED), Event.TIME_PASSES, CREATED + PREPARED_FOR_MS)
    assert (life.ending, life.ended_at, life.deadline_at) == (Ending.LINK_EXPIRED, CREATED + PREPARED_FOR_MS, None)
    assert Effect.FREE_SLOT_AND_SEAT in effects and Effect.AWAIT_REMOVAL not in effects


def test_an_activation_that_comes_too_late_finds_the_session_ended() -> None:
    with pytest.raises(IllegalMove) as refused:
        step(prepare(CREATED), Event.HOST_ACTIVATES, CREATED + PREPARED_FOR_MS)
    assert refused.value.state is State.ENDED


def test_a_second_activation_is_illegal() -> None:
    with pytest.raises(IllegalMove):
        step(life_in(State.ACTIVE), Event.HOST_ACTIVATES, ACTIVATED + 1)


def test_time_changes_nothing_once_a_session_has_ended() -> None:
    life = life_in(State.ENDED)
    assert life.ends_by_itself_at() is None
    assert step(life, Event.TIME_PASSES, ACTIVATED + 10 * ACTIVE_FOR_MS) == (life, frozenset())


@given(st.lists(st.tuples(st.sampled_from(Event), st.integers(0, PREPARED_FOR_MS)), max_size=12))
def test_whatever_happens_slot_and_seat_are_freed_exactly_once_and_time_stays_within_48_hours(
    happenings: list[tuple[Event, int]],
) -> None:
    life, now, freed, activated = prepare(CREATED), CREATED, 0, 0
    for event, later in happenings:
        now += later
        before = life
        try:
            life, effects = step(life, event, now)
        except IllegalMove:
            assert life is before
            continue
        freed += Effect.FREE_SLOT_AND_SEAT in effects
        activated += Effect.SIGN_GRANT in effects
        assert (life.ending is None) == life.live == (life.ended_at is None)
    assert freed == (not life.live)
    assert activated == (life.activated_at is not None)
    if life.ended_at is not None:
        assert life.ended_at <= CREATED + PREPARED_FOR_MS + ACTIVE_FOR_MS
