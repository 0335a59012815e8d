"""Remote control: what a technician holds from the people at the PC while they work there. Part of the messages of `remote_control`.

Only the one who has mouse and keyboard may hold anything, and only what the host named in `HostAbilities`. A hold is never a standing
wish: it ends with the line, and whoever is at the PC allows each one before it begins and ends it at once (Ctrl+Alt+Del, or Esc held).
"""

import enum

from daypass.protocol.messages import Message, Name


class Held(enum.StrEnum):
    """What the people at the PC do without for now; each holds what stands before it too."""

    NOTHING = "nothing"
    INPUT = "input"
    SCREEN = "screen"


# --- host → viewer ------------------------------------------------------------------------------------------------


class PcHeld(Message, frozen=True, kw_only=True):
    """What is held now, and by whom; nobody while it is nothing. Comes to every viewer at each change, and after `HostAbilities`.

    `asked` is what the people at the PC are asked to allow at this moment.
    """

    technician: Name
    held: Held
    asked: Held = Held.NOTHING


# --- viewer → host ------------------------------------------------------------------------------------------------


class LockInput(Message, frozen=True, kw_only=True):
    """The PC's own mouse and keyboard do nothing, or work again; with `on` false the screen is shown again too."""

    on: bool


class BlankScreen(Message, frozen=True, kw_only=True):
    """The people at the PC see a plain screen instead of the work, and cannot type; with `on` false the input stays as it was asked."""

    on: bool


ToViewer = PcHeld
ToHost = LockInput | BlankScreen
