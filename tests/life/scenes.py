"""Scenes: what random presses alone would seldom come to, played by the rules of the machine and judged by its model."""

from hypothesis import strategies as st
from hypothesis.stateful import rule
from tests.life.machine import STEP, TECHNICIANS, someone
from tests.life.model import DAY, ModelSession
from tests.life.new_passwords import NewPasswords
from tests.life.virtual_pc import MINUTE

from daypass.protocol.messages import Tool
from daypass.server.sessions.pairing import Side, Visitor

MOST_TRIES_OF_A_CODE = 6
MOST_GUESSES_OF_A_SESSION = 60


class Mail:
    """One side's socket at the pairing mailbox."""

    def __init__(self) -> None:
        self.frames: list[bytes] = []
        self.closed: int | None = None

    async def send_bytes(self, data: bytes) -> None:
        """A frame of the other side."""
        self.frames.append(data)

    async def send_text(self, text: str) -> None:
        """Who is there."""

    async def close(self, code: int) -> None:
        """The server sends it away; the first word counts."""
        self.closed = self.closed or code


class Story(NewPasswords):
    """A story with scenes in it."""

    def _an_active_pc(self) -> int | None:
        """The number of a PC with an active session, made from whatever there is; None when limits or plan are against it."""
        for number, pc in enumerate(self.pcs):
            if pc.installed and pc.up and self.model.sessions[pc.session_id].state(self.now) == "active":
                return number
        made = self._a_prepared_session("scene")
        if made is None:
            return None
        self.wait(MINUTE)  # the customer takes a while: 24 hours count from the activation
        self.greet(made)
        self.activate(len(self.pcs) - 1)
        return len(self.pcs) - 1

    def _a_prepared_session(self, key: str) -> int | None:
        free = [who for who in range(TECHNICIANS) if self.model.refusal(who, self.now) is None]
        before = len(self.model.sessions)
        if free:
            self.prepare(free[0], f"{key} {before}", "nothing")
        return before if len(self.model.sessions) > before else None

    def _number_of(self, session: ModelSession) -> int:
        return list(self.model.sessions).index(session.id)

    @rule(who=someone, key=st.sampled_from(["first", "again"]))
    def press_twice(self, who: int, key: str) -> None:
        """The answer was lost, the press is repeated; then another one ends what is there."""
        self.prepare(who, key, "nothing")
        self.prepare(who, key, "nothing")
        self.prepare(who, f"instead {len(self.model.sessions)}", "mine")

    @rule(away=st.booleans())
    def end_while_away(self, away: bool) -> None:
        """The session ends while the PC has no line, or has one; it learns of it."""
        number = self._an_active_pc()
        if number is None:
            return
        self.come_online(number)
        session = self.model.sessions[self._pc(number).session_id]
        if away:
            self.fault(number, "cable")
        self.end(self._number_of(session), 0)
        self.come_online(number)

    @rule(leftovers=st.sampled_from([0, 2]))
    def uninstalled_without_a_line(self, leftovers: int) -> None:
        """Windows' own *Uninstall*, without server; the report comes later."""
        number = self._an_active_pc()
        if number is None:
            return
        self.fault(number, "cable")
        self.customer_ends(number)
        self.report_removal(number, leftovers)
        self.report_removal(number, 0)

    @rule(plan=st.sampled_from(["basic", "plus"]), later=st.sampled_from(["trial", "basic", "premier"]))
    def tools_of_the_plan(self, plan: str, later: str) -> None:
        """What was granted stays for this session, whatever is sold afterwards."""
        self.sell(plan, None, None)
        made = self._a_prepared_session("plan")
        if made is None:
            return
        self.greet(made)
        number = len(self.pcs) - 1
        self.activate(number)
        self.come_online(number)
        self.sell(later, None, None)
        for tool in Tool:
            self.connect(number, 0, tool)

    @rule(late=st.sampled_from([-1, 0, 1]))
    def at_the_very_end(self, late: int) -> None:
        """Around the deadline, before anybody has swept."""
        number = self._an_active_pc()
        if number is None:
            return
        self.come_online(number)
        pc = self._pc(number)
        until = self.model.sessions[pc.session_id].over_at + late
        self.wait(max(0, until - self.now - STEP))
        if not pc.online or self.now >= until:
            return
        self._move_to(until)
        self.connect(number, 0, Tool.REMOTE_CONTROL)
        self.activate(number)
        self._look_at_the_clocks()

    @rule(plan=st.sampled_from(["trial", "basic"]), seats=st.sampled_from([None, 1, 2]))
    def a_full_house(self, plan: str, seats: int | None) -> None:
        """Everybody wants a session at once, on a small subscription."""
        self.sell(plan, seats, None)
        for who in range(TECHNICIANS):
            self.prepare(who, f"full {len(self.model.sessions)}", "nothing")
        self.sell("premier", None, None)

    @rule(greeted=st.booleans())
    def a_link_withdrawn(self, greeted: bool) -> None:
        """Whoever has the link comes too late, also who was greeted before."""
        made = self._a_prepared_session("withdrawn")
        if made is None:
            return
        if greeted:
            self.greet(made)
        self.revoke(made)
        self.greet(made)
        if greeted:
            self.activate(len(self.pcs) - 1)

    @rule()
    def the_end_of_the_subscription(self) -> None:
        """Until the last moment, and not from then on."""
        self.sell("premier", None, 60 * MINUTE)
        self.wait(60 * MINUTE)
        for who in range(TECHNICIANS):
            self.prepare(who, f"late {len(self.model.sessions)}", "nothing")
        self.sell("premier", None, None)

    @rule(away=st.booleans(), to=someone)
    def hand_over_to_a_name(self, away: bool, to: int) -> None:
        """The PC shows the colleague, at once or when it comes back."""
        number = self._an_active_pc()
        if number is None:
            return
        pc = self._pc(number)
        self.come_online(number)
        if away:
            self.fault(number, "cable")
        self.hand_over(self._number_of(self.model.sessions[pc.session_id]), 0, to)
        self.come_online(number)
        name = f"Technician {self.model.sessions[pc.session_id].technician}"
        assert not pc.online or pc.technician == name, "the host shows another technician"

    @rule(back=st.booleans(), ended=st.booleans())
    def a_press_again_after_handing_over(self, back: bool, ended: bool) -> None:
        """The answer was lost, a colleague has the session meanwhile: the same key makes no second one."""
        self.sell("premier", None, None)
        free = [who for who in range(1, TECHNICIANS) if self.model.refusal(who, self.now) is None]
        if len(free) < 2:
            return
        key, made = f"handed {len(self.model.sessions)}", len(self.model.sessions)
        self.prepare(free[0], key, "nothing")
        page, id_ = Mail(), list(self.model.sessions)[made]
        self.run(self.parts.mailbox.enter(id_, Visitor(Side.TECHNICIAN, page)))
        self.hand_over(made, free[0], free[1])
        assert page.closed == 4001, "the page of whoever had it goes on pairing"
        self.prepare(free[0], key, "nothing")
        if back:
            self.hand_over(made, 0, free[0])
            self.prepare(free[0], key, "nothing")
            self.hand_over(made, 0, free[1])
        if ended:
            self.end(made, 0)
        self.prepare(free[0], key, "nothing")
        self.end(made, free[0])

    @rule(when=st.sampled_from(["prepared", "greeted", "active"]), plan=st.sampled_from(["trial", "basic", "premier"]))
    def the_subscription_ends_in_the_middle(self, when: str, plan: str) -> None:
        """What was begun goes on, with the tools of the plan at its activation; what is new is refused."""
        self.sell("premier", None, None)
        made = self._a_prepared_session("middle")
        if made is None:
            return
        if when != "prepared":
            self.greet(made)
            if when == "active":
                self.activate(len(self.pcs) - 1)
        self.sell(plan, 1, MINUTE)
        self.wait(2 * MINUTE)
        for who in range(TECHNICIANS):
            self.prepare(who, f"too late {len(self.model.sessions)}", "nothing")
        if when == "prepared":
            self.greet(made)
        number = len(self.pcs) - 1
        if number >= 0 and self._pc(number).session_id == list(self.model.sessions)[made]:
            self.activate(number)
            self.come_online(number)
            for tool in Tool:
                self.connect(number, 0, tool)
        self.sell("premier", None, None)

    @rule(when=st.sampled_from(["prepared", "active"]))
    def the_server_starts_again(self, when: str) -> None:
        """Sessions, keys and tokens are kept; hosts are offline until they come back."""
        number = self._an_active_pc() if when == "active" else None
        made = self._a_prepared_session("before") if when == "prepared" else None
        if made is not None:
            self.greet(made)
        if number is not None:
            self.come_online(number)
        self.world.restart()
        self.parts = self.world.parts
        for pc in self.pcs:
            pc.link = None
        self.the_server_and_the_model_agree()
        if number is not None:
            self.come_online(number)
            self.connect(number, 0, Tool.REMOTE_CONTROL)
        if made is not None:
            self.activate(len(self.pcs) - 1)

    @rule(guesses=st.sampled_from([3, 6, 7, 9, 9]), codes=st.sampled_from([1, 2, 2, 10]), hands_over=st.booleans())
    def wrong_codes(self, guesses: int, codes: int, hands_over: bool) -> None:
        """Somebody guesses: five tries and the frame after the right one, then only the technician's new code goes on; sixty in all."""
        made = self._a_prepared_session("guessed")
        if made is None:
            return
        session = list(self.model.sessions.values())[made]
        mailbox, host = self.parts.mailbox, Visitor(Side.HOST, Mail())
        self.run(mailbox.enter(session.id, host))
        guessed = 0
        for _ in range(codes):
            page = Mail()
            self.run(self.parts.sessions.begin_pairing(session.id, self.page.public, b"s" * 16))
            mailbox.new_code(session.id)
            self.run(mailbox.enter(session.id, Visitor(Side.TECHNICIAN, page)))
            sent = self._guess(session.id, host, page, guesses)
            passed = min(sent, MOST_TRIES_OF_A_CODE, max(0, MOST_GUESSES_OF_A_SESSION - guessed))
            guessed += sent
            assert len(page.frames) == passed, f"{len(page.frames)} of {sent} guesses came through"
            shown = self.run(self.parts.sessions.session(self.people[0], session.id)).session.pairing_attempts
            assert shown == passed, f"the page shows {shown} tries of {passed}"
            if guessed > MOST_GUESSES_OF_A_SESSION:
                assert host.socket.closed == 4008, "guessing goes on for ever"
                return
            assert page.closed == (4003 if sent > MOST_TRIES_OF_A_CODE else None)
        if hands_over and page.closed is None:
            to = next((one for one in range(1, TECHNICIANS) if one != session.technician), 1)
            before = session.technician
            self.hand_over(made, 0, to)
            assert page.closed == (4001 if session.technician != before else None), "the former page goes on pairing"

    def _guess(self, session_id: str, host: Visitor, page: "Mail", guesses: int) -> int:
        """A host's guesses, until somebody is sent away; how many there were."""
        for sent in range(guesses):
            self.run(self.parts.mailbox.pass_on(session_id, host, b"g" * 128))
            if page.closed is not None or host.socket.closed is not None:  # type: ignore[attr-defined]
                return sent + 1
        return guesses

    @rule(same=st.booleans())
    def one_link_two_computers(self, same: bool) -> None:
        """The link was passed on: one of the two PCs becomes the host."""
        made = self._a_prepared_session("two")
        if made is None:
            return
        self.greet(made)
        self.greet(made)
        self.activate(len(self.pcs) - 1)
        self.activate(len(self.pcs) - (1 if same else 2))
        self.greet(made)

    @rule(error=st.sampled_from(["fast", "back"]), reboots=st.booleans())
    def a_wrong_clock(self, error: str, reboots: bool) -> None:
        """A clock that is wrong neither ends the pass early nor prolongs it, with the server at hand."""
        number = self._an_active_pc()
        if number is None:
            return
        self.come_online(number)
        over_at = self.model.sessions[self._pc(number).session_id].over_at
        self.wait(max(0, over_at - 2 * 60 * MINUTE - self.now))
        self.fault(number, error)
        self.wait(STEP)
        if reboots:
            self.fault(number, "off")
            self.fault(number, "boot")
            self.come_online(number)
            self.wait(STEP)
        self.fault(number, "right")

    @rule()
    def a_day_without_power(self) -> None:
        """Off until after the deadline, then on without a line."""
        number = self._an_active_pc()
        if number is None:
            return
        self.fault(number, "off")
        self.wait(DAY)
        self.fault(number, "boot")
        self.wait(2 * STEP)
