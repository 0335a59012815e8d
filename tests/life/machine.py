"""The life of support sessions at random: the real server and its database, virtual PCs, a virtual clock, against the model."""

import asyncio
import contextlib
import os
import tempfile
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

import structlog
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from starlette.requests import HTTPConnection
from tests.life.model import DAY, TOOLS, Model, ModelSession
from tests.life.virtual_pc import MINUTE, SYSTEM, VirtualPC

from daypass.protocol.download_name import ticket_text
from daypass.protocol.host_api import Hello, Key32
from daypass.protocol.messages import Tool
from daypass.protocol.signed import SigningKey
from daypass.protocol.ticket import open_ticket
from daypass.protocol.version import PROTOCOL_VERSION
from daypass.server.accounts.models import Role, SignedIn
from daypass.server.app import Parts, build
from daypass.server.audit.verification import first_broken_entry
from daypass.server.migrations.run import migrate
from daypass.server.problems import Refusal
from daypass.server.sessions.control import HostLink
from daypass.server.sessions.models import NewSession, Sought
from daypass.server.settings import Settings
from daypass.server.subscriptions.companies import CompanyChanges, SubscriptionChanges
from daypass.server.subscriptions.models import Plan

TECHNICIANS = 4
STEP = 15 * MINUTE
# A service looks at its clocks every half minute at most, and ten minutes alone it gives the server the benefit of the doubt.
SLACK = STEP + 11 * MINUTE
Answer = TypeVar("Answer")
someone = st.integers(0, TECHNICIANS - 1)
any_one = st.integers(0, 5)


class World:
    """One server for all stories, and the clock."""

    def __init__(self, folder: Path) -> None:
        self.now = 1_800_000_000_000
        self.loop = asyncio.Runner()
        given = Settings(_env_file=None, home=folder, data_dir=folder / "data", hash_memory_kib=8192)  # type: ignore[call-arg]
        self._given = given
        self.parts: Parts = build(given, lambda: self.now)
        self.run(migrate(self.parts.database))

    def restart(self) -> None:
        """The process ends and another one begins, as the server does it: what was in memory is gone."""
        self.run(self.parts.close())
        self.parts = build(self._given, lambda: self.now)
        self.run(self.parts.sessions.forget_presence())

    def run(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        return self.loop.run(work)

    def refused(self, work: Coroutine[Any, Any, Any]) -> str | None:
        """The code of the refusal, or None."""
        try:
            self.run(work)
        except Refusal as refusal:
            return refusal.code
        return None

    def close(self) -> None:
        self.run(self.parts.close())
        self.loop.close()


@contextlib.contextmanager
def a_world() -> Iterator[World]:
    """A server in a folder of its own, in memory where there is such a place."""
    ordinary = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    shm = Path("/dev/shm")  # noqa: S108 - only faster
    with tempfile.TemporaryDirectory(prefix="daypass-life-", dir=shm if shm.is_dir() else None) as folder:
        world = World(Path(folder))
        try:
            yield world
        finally:
            world.close()
            structlog.configure(**ordinary)


class Life(RuleBasedStateMachine):
    """One story of one company. `world` is set by `explore`."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.parts = self.world.parts
        self.model = Model()
        self.pcs: list[VirtualPC] = []
        self.page = SigningKey(os.urandom(32))
        self.people = self.run(self._company())

    def run(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        return self.world.run(work)

    @property
    def now(self) -> int:
        return self.world.now

    async def _company(self) -> list[SignedIn]:
        firm = await self.parts.accounts.create_company("Example Computers", "en")
        await self.parts.companies.change(firm.id, CompanyChanges(sessions_per_company=self.model.per_company))
        people = []
        async with self.parts.database.writing() as db:
            for number in range(TECHNICIANS):
                role = Role.OWNER if number == 0 else Role.TECHNICIAN
                email = f"t{number}@{firm.id}.example"
                person = await self.parts.accounts.add_technician(
                    db, firm.id, f"Technician {number}", email, "no hash", role, "en", self.now
                )
                people.append(SignedIn(person, firm, 2**53))
        return people

    def _session(self, number: int) -> ModelSession:
        found = list(self.model.sessions.values())
        return found[number % len(found)]

    def _pc(self, number: int) -> VirtualPC:
        return self.pcs[number % len(self.pcs)]

    # --- where a story begins ---

    @initialize(stage=st.sampled_from(["nothing", "prepared", "greeted", "active", "active", "online", "online"]))
    def begin(self, stage: str) -> None:
        """Random presses alone rarely come far: many stories begin in the middle."""
        for name, step in (
            ("prepared", lambda: self.prepare(1, "first", "nothing")),
            ("greeted", lambda: self.greet(0)),
            ("active", lambda: self.activate(0)),
            ("online", lambda: self.come_online(0)),
        ):
            if stage == "nothing":
                return
            step()
            if name == stage:
                return

    # --- technicians ---

    @rule(
        who=someone,
        key=st.sampled_from(["first", "second", "third"]),
        end=st.sampled_from(["nothing", "mine", "0", "1"]),
    )
    def prepare(self, who: int, key: str, end: str) -> None:
        """*New session*, a press repeated, and *End that one and start this one*."""
        self._move_to(self.now + 1)  # no two in the same moment: "the oldest" is one
        self._look_at_the_clocks()
        made = self.model.made.get((who, key))
        known = made is not None
        freed, wanted = self._freed(who, end) if not known else (None, None)
        if made is not None:
            wanted = self.model.sessions[made[0]].unseen_by(who)
        else:
            wanted = wanted or self.model.refusal(who, self.now, freed)
        end_first: bool | str = {"nothing": False, "mine": True}.get(end, freed.id if freed else "a" * 26)
        try:
            prepared = self.run(self.parts.sessions.prepare(self.people[who], NewSession(), key, end_first))
        except Refusal as refusal:
            assert refusal.code == wanted, (refusal.code, wanted)
            return
        assert wanted is None, f"made, in spite of {wanted}"
        id_ = prepared.card.session.id
        assert prepared.is_new is not known
        if made is not None:
            assert id_ == made[0], "the same key made another session"
            return
        if freed:
            freed.end(self.now, "technician")
        self.model.made[who, key] = (id_, "")
        self.model.sessions[id_] = ModelSession(id_, who, self.now)

    def _freed(self, who: int, end: str) -> tuple[ModelSession | None, str | None]:
        """The session that is ended first, and the refusal when it is nobody's business."""
        if end == "mine":
            mine = self.model.live(self.now, who)
            return (mine[0] if mine else None), None
        if end == "nothing":
            return None, None
        live = self.model.live(self.now)
        if not live:
            return None, "not_found"
        chosen = live[int(end) % len(live)]
        return chosen, chosen.unseen_by(who)

    @precondition(lambda self: self.model.sessions)
    @rule(which=any_one, who=someone)
    def end(self, which: int, who: int) -> None:
        """*End session now*, also twice, also by somebody whose session it is not."""
        session = self._session(which)
        wanted = session.unseen_by(who)
        assert self.world.refused(self.parts.sessions.end(self.people[who], session.id)) == wanted
        if wanted is None:
            session.end(self.now, "technician")

    @precondition(lambda self: self.model.sessions)
    @rule(which=any_one, who=someone, to=someone)
    def hand_over(self, which: int, who: int, to: int) -> None:
        """To a colleague, within the colleague's own limit."""
        session = self._session(which)
        wanted = self._refusal_of_handing_over(session, who, to)
        work = self.parts.handing_over.assign(self.people[who], session.id, self.people[to].technician.id)
        assert self.world.refused(work) == wanted
        if wanted is None and session.technician != to:
            session.had.add(session.technician)
            session.technician = to
            self.handed_over(session)

    def handed_over(self, session: ModelSession) -> None:
        """What else a session's new technician means."""

    def host_is_back(self, session: ModelSession, pc: VirtualPC, orders: int) -> None:
        """What else a host hears and tells when it comes; `orders`: for new passwords, that it had before."""

    def _refusal_of_handing_over(self, session: ModelSession, who: int, to: int) -> str | None:
        if unseen := session.unseen_by(who):
            return unseen
        if session.state(self.now) == "ended":
            return "session_over"
        full = len(self.model.live(self.now, to)) >= self.model.per_technician
        return "technician_limit" if full and session.technician != to else None

    @precondition(lambda self: self.model.sessions)
    @rule(which=any_one)
    def revoke(self, which: int) -> None:
        """The link is withdrawn; the prepared session stays."""
        session = self._session(which)
        state = session.state(self.now)
        answer = self.world.refused(self.parts.deployment.revocation.revoke(self.people[0], session.id))
        if state == "prepared":
            assert answer is None
            session.revoked = True
        elif (
            session.ended_at is not None
        ):  # before the sweep, a session past its time may still be taken for what it was
            assert answer in ("link_used", "session_over")

    @precondition(lambda self: self.pcs)
    @rule(which=any_one, who=someone, tool=st.sampled_from(list(Tool)))
    def connect(self, which: int, who: int, tool: Tool) -> None:
        """Any number of times while active; never without the host, the right or the time."""
        pc = self._pc(which)
        session = self.model.sessions[pc.session_id]
        online = any(one.online and one.session_id == session.id for one in self.pcs)
        wanted = self._refusal_of_connecting(session, who, tool.value, online)
        ordered = sum(len(one.orders) for one in self.pcs)
        try:
            admission = self.run(self.parts.connections.connect(self.people[who], session.id, tool, False))
        except Refusal as refusal:
            assert refusal.code == wanted, (refusal.code, wanted)
            assert sum(len(one.orders) for one in self.pcs) == ordered, "refused, and the host was told to come"
            return
        assert wanted is None, f"connected, in spite of {wanted}"
        ticket = open_ticket(self.parts.server_key.public, admission.ticket, self.now)
        assert {right.value for right in ticket.rights} == session.rights
        assert ticket.deadline_at == session.over_at

    def _refusal_of_connecting(self, session: ModelSession, who: int, tool: str, online: bool) -> str | None:
        if unseen := session.unseen_by(who):
            return unseen
        state = session.state(self.now)
        if state == "ended":
            return "session_over"
        if state == "prepared":
            return "not_active_yet"
        if tool not in session.rights:
            return "plan_lacks_tool"
        return None if online else "host_offline"

    # --- the operator ---

    @rule(
        plan=st.sampled_from(["trial", "basic", "plus", "premier", "premier"]),
        seats=st.sampled_from([None, None, 1, 2, 9]),
        lasts=st.sampled_from([None, None, DAY // 2]),
    )
    def sell(self, plan: str, seats: int | None, lasts: int | None) -> None:
        """Plan, seats and time change; sessions that are live go on."""
        ends_at = None if lasts is None else self.now + lasts
        changes = SubscriptionChanges(plan=Plan(plan), seats=seats, ends_at=ends_at)
        self.run(self.parts.companies.change(self.people[0].company.id, CompanyChanges(), changes))
        self.model.plan, self.model.seats, self.model.ends_at = plan, seats, ends_at

    @rule(per_technician=st.integers(1, 3), per_company=st.integers(1, 6))
    def limit(self, per_technician: int, per_company: int) -> None:
        """The company's own limits change."""
        changes = CompanyChanges(sessions_per_technician=per_technician, sessions_per_company=per_company)
        self.run(self.parts.companies.change(self.people[0].company.id, changes))
        self.model.per_technician, self.model.per_company = per_technician, per_company

    # --- customers and their PCs ---

    @precondition(lambda self: self.model.sessions)
    @rule(which=any_one)
    def greet(self, which: int) -> None:
        """A download is opened on some PC."""
        session = self._session(which)
        pc = VirtualPC(session.id, self.parts.server_key.public, self.now, "")
        hello = Hello(
            protocol=PROTOCOL_VERSION,
            app_version="0",
            host_key=Key32(pc.key.public),
            nonce=Key32(os.urandom(32)),
            system=SYSTEM,
            ticket=ticket_text(self.parts.deployment.link_secrets.ticket(session.id)),
        )
        usable = session.state(self.now) == "prepared" and not session.revoked
        try:
            welcome = self.run(self.parts.deployment.greeting.welcome(hello, f"192.0.2.{len(self.pcs)}"))
        except Refusal as refusal:
            assert not usable, refusal.code
            return
        assert usable, "a link that is over delivered the host"
        pc.token, pc.booted_at = welcome.host_token, self.now - 5 * MINUTE
        self.pcs.append(pc)

    @precondition(lambda self: self.pcs)
    @rule(which=any_one)
    def activate(self, which: int) -> None:
        """The code was right on this PC: once, for one PC, whoever else has the link."""
        pc = self._pc(which)
        session = self.model.sessions[pc.session_id]
        state = session.state(self.now)
        try:
            activated = self.run(self._activated(pc))
        except Refusal as refusal:
            expected = {"ended": {"session_over", "host_not_admitted", "link_used"}, "active": {"link_used"}}
            revoked = {"host_not_admitted"} if session.revoked else set()
            assert refusal.code in expected.get(state, set()) | revoked, (refusal.code, state)
            assert state != "active" or session.host != pc.key.public or session.revoked
            return
        assert state != "ended", "activated after its end"
        if state == "prepared":
            session.activated_at, session.host = self.now, pc.key.public
            session.technician_key, session.verifier_salt = self.page.public, b"s" * 16
            session.rights = set(TOOLS[self.model.plan])
        assert session.host == pc.key.public, "two PCs were activated"
        pc.activated(activated.grant, activated.server_time_at)
        assert pc.grant is not None
        assert pc.grant.deadline_at == session.over_at, "the deadline moved"
        assert {right.value for right in pc.grant.rights} == session.rights

    async def _activated(self, pc: VirtualPC) -> Any:
        asking = HTTPConnection({"type": "http", "headers": [(b"authorization", f"Bearer {pc.token}".encode())]})
        greeted = await self.parts.hosts.host(asking)  # type: ignore[arg-type]
        await self.parts.sessions.begin_pairing(pc.session_id, self.page.public, b"s" * 16)
        return await self.parts.activations.activate(greeted, pc.activation(self.page))

    @precondition(lambda self: self.pcs)
    @rule(which=any_one)
    def come_online(self, which: int) -> None:
        """The host reaches the server; one whose session is over is told so."""
        pc = self._pc(which)
        if not (pc.installed and pc.up) or pc.online:
            return
        session = self.model.sessions[pc.session_id]
        link = HostLink(pc.session_id, pc.last_counter, pc, pc.abilities)
        pc.link, orders = link, len(pc.password_orders)
        came = self.run(self.parts.control.host_came(link))
        session.pass_time(self.now) if came is False else None
        assert came or not pc.installed, "a host of an ended session was not told"
        if came:
            assert pc.technician == f"Technician {session.technician}", "the host shows another technician"
        self.host_is_back(session, pc, orders)

    def _go_offline(self, pc: VirtualPC) -> None:
        link, pc.link = pc.link, None
        if link is not None:
            self.run(self.parts.control.host_went(link))

    @precondition(lambda self: self.pcs)
    @rule(which=any_one, what=st.sampled_from(["cable", "off", "boot", "back", "fast", "right"]))
    def fault(self, which: int, what: str) -> None:
        """Network, power and clock of a PC."""
        pc = self._pc(which)
        if what in ("cable", "off"):
            self._go_offline(pc)
        if what == "off":
            pc.switch_off()
        if what == "boot" and not pc.up and pc.boot():
            self._pc_ended(pc)
        if what in ("back", "fast", "right"):
            pc.wall_error = {"back": -72, "fast": 3, "right": 0}[what] * 60 * MINUTE
            if pc.look_at_the_clocks():
                self._pc_ended(pc)

    @precondition(lambda self: self.pcs)
    @rule(which=any_one)
    def customer_ends(self, which: int) -> None:
        """One click at the PC, with or without a server."""
        pc = self._pc(which)
        if not (pc.installed and pc.up):
            return
        pc.remove("customer")
        if pc.online:
            self.run(self.parts.news.handle(pc.session_id, pc.ended("customer")))
            self.model.sessions[pc.session_id].end(self.now, "customer")
            self._go_offline(pc)

    @precondition(lambda self: self.pcs)
    @rule(which=any_one, leftovers=st.sampled_from([0, 0, 2]))
    def report_removal(self, which: int, leftovers: int) -> None:
        """The signed inventory of a host that is gone, at any time; the first counts, unless it left something behind."""
        pc = self._pc(which)
        if pc.installed or pc.grant is None or not pc.up:
            return
        session = self.model.sessions[pc.session_id]
        self.run(self.parts.removals.report(pc.removal_report(leftovers)))
        session.end(self.now, "customer")
        if session.removal != "confirmed" and not (session.reported and leftovers):
            session.removal = "pending" if leftovers else "confirmed"
            session.reported = True

    def _pc_ended(self, pc: VirtualPC) -> None:
        """The clocks of the PC say that it is over."""
        session = self.model.sessions[pc.session_id]
        if pc.online:
            assert self.now >= session.over_at or session.ended_at is not None, "ended early, with the server at hand"
            self.run(self.parts.news.handle(pc.session_id, pc.ended("deadline")))
            session.pass_time(self.now)
            self._go_offline(pc)

    # --- time ---

    @rule(time=st.sampled_from([MINUTE, STEP, STEP, 60 * MINUTE, 6 * 60 * MINUTE, DAY - 60 * MINUTE]))
    def wait(self, time: int) -> None:
        """Time passes for everybody; every PC that is up looks at its clocks."""
        until = self.now + time
        while self.now < until:
            self._move_to(min(until, self.now + STEP))
            self._look_at_the_clocks()

    def _move_to(self, moment: int) -> None:
        """It is later, and nobody has noticed yet."""
        self.world.now = moment
        for pc in self.pcs:
            pc.true_at = moment

    def _look_at_the_clocks(self) -> None:
        for pc in self.pcs:
            if pc.look_at_the_clocks():
                self._pc_ended(pc)

    @precondition(lambda self: any(pc.installed for pc in self.pcs))
    @rule(
        what=st.sampled_from(["cable", "off"]), clock=st.sampled_from(["right", "fast"]), time=st.sampled_from([12, 25])
    )
    def outage(self, what: str, clock: str, time: int) -> None:
        """A PC is away for long, and comes back."""
        which = next(number for number, pc in enumerate(self.pcs) if pc.installed)
        self.fault(which, clock)
        self.fault(which, what)
        self.wait(time * 60 * MINUTE)
        self.fault(which, "boot")

    # --- what always holds ---

    @invariant()
    def the_server_and_the_model_agree(self) -> None:
        """After the sweep every fact is the model's."""
        self.run(self.parts.sessions.sweep())
        for session in self.model.sessions.values():
            session.pass_time(self.now)
        page = self.run(self.parts.sessions.sessions(self.people[0], Sought(), None, 200))
        found = {card.session.id: card for card in page.cards}
        assert found.keys() == self.model.sessions.keys()
        for id_, wanted in self.model.sessions.items():
            session = found[id_].session
            told = (session.state.value, session.ending, session.activated_at, session.ended_at, session.removal.value)
            said = (wanted.state(self.now), wanted.ending, wanted.activated_at, wanted.ended_at, wanted.removal)
            assert told == said, f"server {told}, model {said}"
            assert session.technician_id == self.people[wanted.technician].technician.id
            if wanted.state(self.now) == "active":
                there = any(pc.online and pc.session_id == id_ for pc in self.pcs)
                assert (session.presence.value != "offline") is there, f"shown as {session.presence.value}"
            if wanted.host is not None:
                assert set(found[id_].rights) == wanted.rights
        assert self.run(self.parts.sessions.usage(self.people[0])).company == len(self.model.live(self.now))

    @invariant()
    def no_host_outlives_its_session(self) -> None:
        """A host that hears the server is gone with its session; one that is alone goes by its own clocks."""
        for pc in self.pcs:
            session = self.model.sessions[pc.session_id]
            if not (pc.installed and pc.up):
                continue
            assert not (pc.online and session.state(self.now) == "ended"), (
                "a host stays after the end, with the server at hand"
            )
            alone_long_enough = self.now - pc.booted_at >= SLACK
            if pc.wall_error >= 0 and session.activated_at is not None and alone_long_enough:
                assert self.now < session.over_at + SLACK, "a host outlives its deadline"

    def teardown(self) -> None:
        """The audit chain holds, and the next story begins without this one's sessions."""
        for session in self.model.live(self.now):
            self.run(self.parts.sessions.end(self.people[0], session.id))
        self.run(self._check_the_chain())

    async def _check_the_chain(self) -> None:
        async with self.parts.database.reading() as db:
            assert await first_broken_entry(db, self.people[0].company.id) is None
