"""What is held from the people at the PC: who asked for it, what holds, and everything that ends it.

Pure: viewers are numbers, times are seconds of one clock. Only the viewer with mouse and keyboard gets to ask (`held_hands`). What is
wanted is told to the desktop process again and again, and ends there when it is not; what holds is only what that process has said.
"""

from daypass.protocol.holding import BlankScreen, Held, LockInput

SILENT_S = 8.0
"""A viewer says something every two seconds, whatever its technician does."""
KEPT_FREE_S = 30.0
"""Whoever freed the PC has it for so long before it can be held again: time to reach *Pause* or *End*."""
BREATH_S = 1.0
"""Between the end of one hold and the next, so that a page gone wild cannot make the PC flicker."""

TOO_SOON = "DP-423"
_GROWTH = (Held.NOTHING, Held.INPUT, Held.SCREEN)


class PcHold:
    """One for the PC: nobody else can ask while somebody holds it."""

    def __init__(self) -> None:
        self.viewer: int | None = None
        """Who holds it, or wants to."""
        self.wanted = Held.NOTHING
        self.held = Held.NOTHING
        """As the desktop process has said."""
        self._input_asked = False
        self._heard_at = 0.0
        self._free_until = 0.0

    def grows_to(self, viewer: int, message: LockInput | BlankScreen) -> Held | None:
        """What would be held then that is not yet; None: the people at the PC lose nothing by it."""
        wanted = self._wanted_after(viewer, message)
        former = self.wanted if viewer == self.viewer else Held.NOTHING
        return wanted if _GROWTH.index(wanted) > _GROWTH.index(former) else None

    def too_soon(self, now: float) -> bool:
        """The PC belongs to its people for now."""
        return now < self._free_until

    def ask(self, viewer: int, message: LockInput | BlankScreen, now: float) -> str | None:
        """What this viewer, which has mouse and keyboard, wants from now on; the code of why not."""
        wanted = self._wanted_after(viewer, message)
        former = self.wanted if viewer == self.viewer else Held.NOTHING
        if wanted is Held.NOTHING:
            if viewer == self.viewer:
                self.end(now)
            return None
        if self.grows_to(viewer, message) and self.too_soon(now):
            return TOO_SOON
        if wanted is Held.INPUT and former is Held.SCREEN:
            self._free_until = max(self._free_until, now + BREATH_S)
        self._input_asked = message.on if isinstance(message, LockInput) else self._input_asked
        self.viewer, self.wanted, self._heard_at = viewer, wanted, now
        return None

    def _wanted_after(self, viewer: int, message: LockInput | BlankScreen) -> Held:
        mine = self.wanted if viewer == self.viewer else Held.NOTHING
        if isinstance(message, BlankScreen):
            if message.on:
                return Held.SCREEN
            return Held.INPUT if mine is not Held.NOTHING and self._input_asked else Held.NOTHING
        if not message.on:
            return Held.NOTHING
        return Held.SCREEN if mine is Held.SCREEN else Held.INPUT

    def heard(self, viewer: int, now: float) -> None:
        """This viewer is there: it has said something."""
        if viewer == self.viewer:
            self._heard_at = now

    def hands_passed(self, holder: int | None, now: float) -> None:
        """Mouse and keyboard are this viewer's now: whoever lost them, or left, holds nothing."""
        if self.viewer is not None and holder != self.viewer:
            self.end(now)

    def lives(self, now: float) -> bool:
        """Whether what is wanted may be told again; a silent viewer's is over."""
        if self.viewer is not None and now - self._heard_at > SILENT_S:
            self.end(now)
        return self.viewer is not None

    def end(self, now: float, kept_free_s: float = BREATH_S) -> None:
        """Nothing is wanted any more."""
        if self.viewer is not None:
            self._free_until = max(self._free_until, now + kept_free_s)
        self.viewer, self.wanted, self._input_asked = None, Held.NOTHING, False

    def freed_at_pc(self, now: float) -> None:
        """Whoever is at the PC ended it, or Windows by showing a screen of its own."""
        self.end(now, KEPT_FREE_S)

    def refused_at_pc(self, now: float) -> None:
        """Whoever is at the PC did not allow it: they are not asked again for a while."""
        self.end(now)
        self._free_until = max(self._free_until, now + KEPT_FREE_S)
