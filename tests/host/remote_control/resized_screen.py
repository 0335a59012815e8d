"""Changes the size of a running X server as a person does in the system's settings: RANDR, never larger than it began."""

from Xlib.display import Display
from Xlib.ext import randr

_UPRIGHT = randr.Rotate_0


class ResizedScreen:
    """The one screen of an Xvfb."""

    def __init__(self, display_name: str) -> None:
        self._display = Display(display_name)
        self._root = self._display.screen().root

    def use(self, width: int, height: int) -> None:
        """The whole screen has this size from now on."""
        resources = self._root.xrandr_get_screen_resources()
        crtc, output = resources.crtcs[0], resources.outputs[0]
        mode = self._mode(width, height, output)
        self._show(crtc, 0, [])
        self._root.xrandr_set_screen_size(width, height, width // 4, height // 4)
        self._show(crtc, mode, [output])
        self._display.sync()

    def _mode(self, width: int, height: int, output: int) -> int:
        """The mode of that size, made where there is none."""
        for mode in self._root.xrandr_get_screen_resources().modes:
            if (mode["width"], mode["height"]) == (width, height):
                return int(mode["id"])
        name, dots = f"{width}x{height}", width * height * 60
        times = (0, width, height, dots, width, width, width, 0, height, height, height, len(name), 0)
        made = int(self._root.xrandr_create_mode(times, name).mode)
        self._display.xrandr_add_output_mode(output, made)
        return made

    def _show(self, crtc: int, mode: int, outputs: list[int]) -> None:
        told_at = self._root.xrandr_get_screen_resources().config_timestamp
        self._display.xrandr_set_crtc_config(
            crtc=crtc, x=0, y=0, mode=mode, rotation=_UPRIGHT, outputs=outputs, config_timestamp=told_at
        )

    def close(self) -> None:
        self._display.close()
