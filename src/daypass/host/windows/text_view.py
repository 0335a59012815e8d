"""The customer's view in a terminal, for the Linux host: answers come from the command line's options or from typed lines."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any, TextIO

from daypass.evidence.activity_words import sentence
from daypass.host.windows import chat_text
from daypass.host.windows.view import (
    Activity,
    Chat,
    Choices,
    CodeQuestion,
    ConsentQuestion,
    CustomerView,
    Ended,
    Problem,
    Ready,
    RestartQuestion,
    Step,
    TrayActions,
    TrayStatus,
    TrayView,
    WhoIsAsking,
)
from daypass.protocol.chat import Author
from daypass.protocol.holding import Held
from daypass.protocol.messages import Consent
from daypass.protocol.restarting import RestartAnswer
from daypass.translation import Translation


@dataclass
class PreparedAnswers:
    """What need not be typed. Codes and numbers are used up one after the other; then lines are read."""

    codes: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    yes: bool = False
    consent: Consent | None = None
    no_receipt: bool = False


class TextView:
    """One line out for each thing shown, one line in for each question."""

    def __init__(self, answers: PreparedAnswers, language: str, out: TextIO = sys.stdout) -> None:
        self._answers, self._out = answers, out
        self._texts = Translation(language)
        self._waiting_for: str | None = None

    def use_language(self, language: str) -> None:
        self._texts = Translation(language)

    def come_forward(self) -> None:
        self._say("again.here")

    def show_checking(self) -> None:
        self._say("checking.title")

    async def ask_session_number(self, wrong: Problem | None) -> str | None:
        self._say_problem(wrong)
        return await self._answer("number.title", self._answers.numbers)

    async def confirm_who_is_asking(self, asking: WhoIsAsking) -> bool:
        self._say("who.title", technician=asking.technician)
        self._say("who.company", company=asking.company)
        if self._answers.yes:
            return True
        return _is_yes(await self._ask("who.question"))

    def show_step(self, step: Step) -> None:
        self._say(f"step.{step.value}")

    async def ask_code(self, question: CodeQuestion) -> str | None:
        self._say_problem(question.wrong)
        return await self._answer("code.title", self._answers.codes)

    def show_waiting(self, dp: str | None) -> None:
        if dp is not None and dp != self._waiting_for:
            self._say_problem(Problem(dp))
        self._waiting_for = dp

    async def show_problem(self, problem: Problem, retry: bool) -> bool:
        self._say_problem(problem)
        return False

    async def show_ready(self, ready: Ready) -> Choices:
        self._say("ready.title")
        receipt = ready.receipt and not self._answers.no_receipt
        if receipt:
            self._say("receipt.send", address=ready.receipt_to)
        return Choices(self._answers.consent or ready.consent, keep_awake=False, receipt=receipt)

    async def _answer(self, key: str, prepared: list[str]) -> str | None:
        if prepared:
            self._say(key)
            return prepared.pop(0)
        return await self._ask(key)

    async def _ask(self, key: str) -> str | None:
        """A typed line; None when the input is closed."""
        self._say(key)
        return await read_line()

    def _say(self, key: str, **values: object) -> None:
        print(self._texts.text(f"host.{key}", **values), file=self._out, flush=True)

    def _say_problem(self, problem: Problem | None) -> None:
        if problem is not None:
            happened, _, next_step = self._texts.problem(problem.dp, **problem.values)
            print(f"{problem.dp}: {happened} {next_step}", file=self._out, flush=True)


class TextTray:
    """The tray without a tray: lines of text. `answer` is what the customer says when asked for consent; None: nothing."""

    def __init__(
        self,
        answer: bool | None,
        language: str,
        codes: Sequence[str] = (),
        chat_answers: Sequence[str] = (),
        out: TextIO = sys.stdout,
    ) -> None:
        """`codes` are typed one after the other, "close" closes the window; then nothing is typed any more."""
        self._answer, self._codes, self._out = answer, list(codes), out
        self._chat_answers, self._chat_shown = list(chat_answers), 0
        self._actions: TrayActions | None = None
        self._texts = Translation(language)

    def use_language(self, language: str) -> None:
        self._texts = Translation(language)

    def use_session(self, session_id: str) -> None:
        """Nothing is saved from here."""

    def use_actions(self, actions: TrayActions) -> None:
        """A terminal has no menu; but who is prepared to answers in the chat."""
        self._actions = actions

    def show_status(self, status: TrayStatus) -> None:
        names = ", ".join(status.technicians)
        self._print(self._texts.text(f"host.tray.{status.link.value}", technicians=names))
        for technician, tool in status.uses:
            name = self._texts.text(f"host.tool.{tool}")
            self._print(self._texts.text("host.bar.uses", technician=technician, tools=name))
        if status.recording:
            self._print(self._texts.text("host.bar.recorded", technicians=", ".join(status.recording)))
        if status.held is not Held.NOTHING:
            self._print(self._texts.text(f"host.bar.held_{status.held}", technician=status.holder))

    def show_chat(self, chat: Chat) -> None:
        """Each new line once; a technician's is answered by the next prepared line."""
        for line in chat.lines[max(self._chat_shown, chat.shown) :]:
            for printed in chat_text.shown_line(line, self._texts):
                self._print(printed)
            if line.author is Author.TECHNICIAN and self._chat_answers and self._actions:
                self._actions.write_chat(self._chat_answers.pop(0))
        if len(chat.lines) > self._chat_shown and self._actions:
            self._chat_shown = len(chat.lines)
            self._actions.chat_shown(self._chat_shown)

    def chat_not_taken(self, text: str, dp: str) -> None:
        self._print(chat_text.why_not_taken(dp, self._texts))

    def log(self, lines: Sequence[Activity], salt: bytes) -> None:
        for line in lines:
            self._print(sentence(line, self._texts))

    def come_forward(self) -> None:
        self._print(self._texts.text("host.again.here"))

    async def ask_consent(self, question: ConsentQuestion) -> bool:
        self._print(question.lines(self._texts)[0])
        if self._answer is None:
            await asyncio.Event().wait()
        return bool(self._answer)

    async def ask_restart(self, question: RestartQuestion) -> RestartAnswer | None:
        key = "host.restart.text_safe" if question.safe_mode else "host.restart.text"
        self._print(self._texts.text(key, technician=question.technician, company=question.company))
        return None

    async def ask_code(self, question: CodeQuestion) -> str | None:
        self._print(self._texts.text("host.new_password.text", technician=question.technician))
        if not self._codes:
            await asyncio.Event().wait()
        typed = self._codes.pop(0)
        return None if typed == "close" else typed

    def show_waiting(self, dp: str | None) -> None:
        if dp is not None:
            self._print(self._texts.problem(dp)[0])

    def close_code(self, changed: bool) -> None:
        if changed:
            self._print(self._texts.text("host.new_password.done"))

    async def show_ended(self, ended: Ended) -> None:
        self._print(self._texts.text("host.ended.title" if ended.leftovers is None else "host.ended.removed"))

    def close(self) -> None:
        """Nothing to take away."""

    def _print(self, line: str) -> None:
        print(line, file=self._out, flush=True)


async def read_line() -> str | None:
    """One line of standard input, without blocking the event loop; None when it is closed."""
    line = await asyncio.to_thread(sys.stdin.readline)
    return line.strip() if line else None


def _is_yes(line: str | None) -> bool:
    return line is not None and line.strip().lower()[:1] in ("y", "s")


def run_first(flow: Callable[[CustomerView], Coroutine[Any, Any, int]], answers: PreparedAnswers, language: str) -> int:
    return asyncio.run(flow(TextView(answers, language)))


def run_tray(
    flow: Callable[[TrayView], Awaitable[int]],
    answer: bool | None,
    language: str,
    codes: Sequence[str] = (),
    chat_answers: Sequence[str] = (),
) -> int:
    async def main() -> int:
        return await flow(TextTray(answer, language, codes, chat_answers))

    return asyncio.run(main())
