"""New session passwords at random: who may ask, what closes a request, and that nothing but the host's proof changes the password."""

import os
from dataclasses import dataclass

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from sqlalchemy import select
from tests.life.machine import Life, any_one, someone
from tests.life.model import ModelPassword, ModelSession
from tests.life.virtual_pc import MINUTE, VirtualPC

from daypass.protocol.host_api import NewPasswordNews, Salt16
from daypass.protocol.signed import SigningKey
from daypass.server.sessions.tables import new_password

MOST_KEPT = 8
ENDED_BY_THE_HOST = ["closed", "expired", "failed"]
WAYS = ["at once", "late", "replaced", "away", "too late", "handed over", "many", "old"]
LIES = ["another key", "unsigned", "none"]
STAGES = ["nobody", "code", *ENDED_BY_THE_HOST]


@dataclass
class Page:
    """A technician's page that has asked: its key never leaves it."""

    key: SigningKey
    salt: bytes


class NewPasswords(Life):
    """A story in which passwords are lost."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: dict[bytes, Page] = {}

    def _page(self, session: ModelSession, again: bool) -> Page:
        """A page that asks afresh, or the one under way, pressed again."""
        found = session.open_password(self.now) if again else None
        if found is not None:
            return self.pages[found.key]
        page = Page(SigningKey(os.urandom(32)), os.urandom(16))
        self.pages[page.key.public] = page
        return page

    def _there(self, session_id: str) -> VirtualPC | None:
        return next((pc for pc in self.pcs if pc.online and pc.session_id == session_id), None)

    @precondition(lambda self: self.model.sessions)
    @rule(which=any_one, who=someone, again=st.booleans())
    def ask_new_password(self, which: int, who: int, again: bool) -> None:
        """*New password*: only while active, only with a host that is there and knows how."""
        session = self._session(which)
        if not again:
            self._move_to(self.now + 1)  # no two in the same moment: "the newest" is one
            self._look_at_the_clocks()
        pc, page = self._there(session.id), self._page(session, again)
        wanted = self._refusal_of_asking(session, who, pc)
        orders = len(pc.password_orders) if pc else 0
        work = self.parts.new_passwords.ask(self.people[who], session.id, page.key.public, page.salt)
        assert self.world.refused(work) == wanted
        assert pc is None or len(pc.password_orders) == orders + (wanted is None), "the host was not told once"
        if wanted is not None or pc is None:
            return
        order = pc.password_orders[-1]
        known = session.open_password(self.now)
        if known is not None and known.key == page.key.public:
            assert order.request_id == known.request_id, "the same key made another request"
            return
        if known is not None:
            known.stage = "replaced"
        for one in session.passwords:  # one whose time is over gives way as well, if it was never told so
            one.stage = "replaced" if one.is_open else one.stage
        made = ModelPassword(order.request_id, who, page.key.public, page.salt, self.now)
        assert order.expires_at == made.expires_at and order.technician == f"Technician {who}"
        session.asked.append(made)
        session.passwords = [*session.passwords, made][-MOST_KEPT:]

    def _refusal_of_asking(self, session: ModelSession, who: int, pc: VirtualPC | None) -> str | None:
        if unseen := session.unseen_by(who):
            return unseen
        state = session.state(self.now)
        if state != "active":
            return "session_over" if state == "ended" else "not_active_yet"
        if pc is None:
            return "host_offline"
        return None if pc.link is not None and pc.link.abilities else "host_too_old"

    @precondition(lambda self: any(one.passwords for one in self.model.sessions.values()))
    @rule(which=any_one, who=someone)
    def withdraw_new_password(self, which: int, who: int) -> None:
        """*Cancel* in the console, also when nothing is under way."""
        session = self._session(which)
        wanted = session.unseen_by(who)
        assert self.world.refused(self.parts.new_passwords.withdraw(self.people[who], session.id)) == wanted
        if wanted is None:
            self._withdrawn(session)

    def _withdrawn(self, session: ModelSession) -> None:
        found = session.open_password(self.now)
        if found is None:
            return
        found.stage = "cancelled"
        pc = self._there(session.id)
        if pc is not None and pc.link is not None and pc.link.abilities:
            assert pc.window is None or pc.window.request_id != found.request_id, "the code window stays open"

    def handed_over(self, session: ModelSession) -> None:
        """What was under way is withdrawn with it."""
        self._withdrawn(session)

    def host_is_back(self, session: ModelSession, pc: VirtualPC, orders: int) -> None:
        """It is ordered again while a request is open, never afterwards; and tells again what it holds."""
        known = pc.link is not None and bool(pc.link.abilities)
        again = known and session.state(self.now) == "active" and session.open_password(self.now) is not None
        assert len(pc.password_orders) == orders + again, "ordered again" if not again else "not ordered again"
        if pc.held is not None and pc.online:
            self._tell_done(session, pc, pc.held, "right")

    @precondition(lambda self: any(pc.online for pc in self.pcs))
    @rule(which=any_one, key=st.integers(0, 2))
    def page_at_the_mailbox(self, which: int, key: int) -> None:
        """Of an active session: only the page that asked last."""
        session = self.model.sessions[self._pc(which).session_id]
        if session.state(self.now) != "active" or not session.passwords:
            return
        asking = session.passwords[-1 - key % len(session.passwords)]
        found = session.open_password(self.now)
        came = self.run(self.parts.new_passwords.page_came(session.id, asking.key))
        assert came is (found is not None and found.key == asking.key), "another page answers at the mailbox"

    @precondition(lambda self: any(pc.password_orders for pc in self.pcs))
    @rule(
        which=any_one,
        order=st.integers(0, 3),
        stage=st.sampled_from([*STAGES, "done", "done", "done"]),
        proof=st.sampled_from(["right", "right", "right", *LIES]),
    )
    def host_tells(self, which: int, order: int, stage: str, proof: str) -> None:
        """Where one of the requests stands on the PC, as the host sees it."""
        pc = self._pc(which)
        if not (pc.online and pc.password_orders):
            return
        session = self.model.sessions[pc.session_id]
        request_id = pc.password_orders[-1 - order % len(pc.password_orders)].request_id
        if stage == "done":
            self._tell_done(session, pc, request_id, proof)
            return
        news = NewPasswordNews(request_id=Salt16(request_id), stage=stage)  # type: ignore[arg-type]
        self.run(self.parts.news.handle(session.id, news))
        found = session.password(request_id)
        if found is not None and found.is_open:
            found.stage = stage

    def _tell_done(self, session: ModelSession, pc: VirtualPC, request_id: bytes, proof: str) -> None:
        """Proven by the key of that request, it counts: also late, also while a newer one is open."""
        found = session.password(request_id)
        asked = next((one for one in session.asked if one.request_id == request_id), None)
        page = self.pages[asked.key] if asked else None
        signer = page.key if page and proof != "another key" else SigningKey(os.urandom(32))
        news = pc.password_done(request_id, None if proof == "none" else signer, signed=proof != "unsigned")
        wanted = None if found is None or found.stage == "done" or proof == "right" else "proof_refused"
        refused = self.world.refused(self.parts.news.handle(session.id, news))
        assert refused == wanted, f"a proof was judged {refused}, not {wanted}"
        if proof == "right":
            pc.held = request_id
        if found is not None and found.stage != "done" and wanted is None:
            found.stage = "done"
            session.technician_key, session.verifier_salt = found.key, found.salt

    @precondition(lambda self: self.pcs)
    @rule(which=any_one, knows=st.sampled_from([True, True, False]))
    def another_version(self, which: int, knows: bool) -> None:
        """Hosts of another version obey fewer orders, from their next link on."""
        self._pc(which).knows_new_passwords = knows

    @invariant()
    def passwords_change_only_with_proof(self) -> None:
        """What the server shows and hands out is what was proven last; at most one request is open, at most eight are kept."""
        if not self.pages:
            return
        for session in self.model.sessions.values():
            if session.activated_at is None or not session.asked:
                continue
            card = self.run(self.parts.sessions.session(self.people[0], session.id))
            kept = (card.session.technician_key, card.session.verifier_salt)
            assert kept == (session.technician_key, session.verifier_salt), "the password changed without proof"
            if session.state(self.now) != "active":
                continue
            assert card.session.deadline_at == session.over_at, "the deadline moved"
            newest, shown = session.passwords[-1], card.new_password
            assert shown is not None
            told = (shown.request_id, shown.technician_key, shown.asked_at, shown.expires_at, shown.stage.value)
            said = (newest.request_id, newest.key, newest.asked_at, newest.expires_at, newest.shown(self.now))
            assert told == said, f"server {shown.stage.value}, model {newest.shown(self.now)}"
        self.run(self._count_requests())

    async def _count_requests(self) -> None:
        async with self.parts.database.reading() as db:
            rows = (await db.execute(select(new_password.c.session_id, new_password.c.stage))).all()
        for session in self.model.sessions.values():
            stages = [row.stage for row in rows if row.session_id == session.id]
            assert len(stages) == len(session.passwords) <= MOST_KEPT, f"{len(stages)} requests of a session"
            assert sum(stage in ("asked", "nobody", "code") for stage in stages) <= 1, "two requests are open"

    def _settled(self, number: int) -> None:
        """A host that is there and knows how."""
        self.fault(number, "cable")
        self.another_version(number, True)
        self.come_online(number)

    def _ask_and_get(self, number: int) -> bytes | None:
        session = self.model.sessions[self._pc(number).session_id]
        self.ask_new_password(list(self.model.sessions).index(session.id), 0, False)
        found = session.open_password(self.now)
        return found.request_id if found else None

    @rule(how=st.sampled_from(WAYS), lie=st.sampled_from(LIES))
    def a_password_is_lost(self, how: str, lie: str) -> None:
        """From the press to the host's proof, by every way that it may take."""
        number = self._an_active_pc()
        if number is None:
            return
        self._settled(number)
        pc = self._pc(number)
        session = self.model.sessions[pc.session_id]
        which = list(self.model.sessions).index(session.id)
        first = self._ask_and_get(number)
        if first is None:
            return
        self.host_tells(number, 0, "code", "right")
        self.page_at_the_mailbox(number, 0)
        match how:
            case "late":
                self.wait(16 * MINUTE)
                self.page_at_the_mailbox(number, 0)
            case "replaced":
                self._ask_and_get(number)
                self.page_at_the_mailbox(number, 1)
                self.host_tells(number, 1, "closed", "right")
                self.host_tells(number, 1, "done", "right")
                self.page_at_the_mailbox(number, 0)
            case "away" | "too late" | "old":
                self.another_version(number, how != "old")
                self.fault(number, "cable")
                self.wait(MINUTE if how != "too late" else 15 * MINUTE)
                self.come_online(number)
            case "handed over":
                self.hand_over(which, 0, (session.technician + 1) % len(self.people))
            case "many":
                for _ in range(MOST_KEPT + 1):
                    self._ask_and_get(number)
        self.host_tells(number, 0, "done", lie)
        self.host_tells(number, 0, "done", "right")
        self.host_tells(number, 0, "done", "right")
        self.fault(number, "cable")
        self.come_online(number)

    def _an_active_pc(self) -> int | None:
        raise NotImplementedError
