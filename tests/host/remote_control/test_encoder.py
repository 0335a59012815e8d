"""x264 as it is called: every frame out at once, Annex B, constrained baseline; what it does not take is refused."""

import json
import random
from importlib.util import find_spec
from pathlib import Path

import av
import pytest

from daypass.host.platform.linux.video import open_encoder
from daypass.host.platform.ports import VideoRate
from daypass.host.platform.x264 import ToYuv, VideoLibraries, X264Encoder, by_swscale, libraries_in

WIDTH, HEIGHT = 322, 182
FRAMES = Path(__file__).parents[2] / "vectors/frames.json"


def picture(number: int) -> bytes:
    chance = random.Random(number)
    row = b"".join(bytes([chance.randrange(256)] * 3 + [0]) * 7 for _ in range(WIDTH // 7))
    return row * HEIGHT


def decoded(frames: list[bytes]) -> list[av.VideoFrame]:
    decoder = av.CodecContext.create("h264", "r")
    decoder.flags |= av.codec.context.Flags.low_delay
    return [shown for frame in frames for shown in decoder.decode(av.Packet(frame))]


def noisy(number: int) -> bytes:
    return random.Random(number).randbytes(WIDTH * HEIGHT * 4)


def test_the_rate_is_followed_while_a_video_goes_on() -> None:
    encoder = open_encoder(WIDTH, HEIGHT)
    assert encoder is not None
    sizes = []
    for rate in (VideoRate(2000, 30), VideoRate(300, 30), VideoRate(2000, 30), VideoRate(2000, 20)):
        encoder.follow(rate)
        frames = [encoder.encode(noisy(number), key=not sizes and not number) for number in range(40)]
        sizes.append(sum(map(len, frames[10:])) / 30)
    assert sizes[1] < 0.3 * sizes[0], "less of a slow line"
    assert sizes[2] > 3 * sizes[1], "and more again"
    assert sizes[3] > 1.2 * sizes[2], "fewer pictures may be larger"


def test_the_frames_that_the_viewer_is_tested_with_are_what_they_say() -> None:
    told = json.loads(FRAMES.read_text(encoding="utf-8"))
    for first, second in zip(told["good"][::2], told["good"][1::2], strict=True):
        shown = decoded([bytes.fromhex(one["frame"]) for one in (first, second)])
        assert [(one.width, one.height, one.key_frame) for one in shown] == [
            (one["width"], one["height"], one["key"]) for one in (first, second)
        ]
    other = told["other_profile"]
    (shown,) = decoded([bytes.fromhex(other["frame"])])
    assert (shown.width, shown.height) == (other["width"], other["height"])


def wheel_libraries() -> Path:
    wheel = find_spec("av")
    assert wheel is not None and wheel.origin is not None
    return Path(wheel.origin).parents[1] / "av.libs"


def test_each_frame_comes_out_at_once_and_only_asked_ones_stand_alone() -> None:
    encoder = open_encoder(WIDTH, HEIGHT)
    assert encoder is not None
    frames = [encoder.encode(picture(number // 3), key=number in (0, 5)) for number in range(8)]
    assert all(frame.startswith((b"\0\0\0\1", b"\0\0\1")) for frame in frames)
    shown = decoded(frames)
    assert [one.key_frame for one in shown] == [number in (0, 5) for number in range(8)]
    assert (shown[0].width, shown[0].height) == (WIDTH, HEIGHT)
    # Its own parameter sets come with every key frame: a new viewer starts there.
    assert len(decoded(frames[5:])) == 3
    assert frames[0][4] & 31 == 7 and frames[0][5] == 66, "a sequence parameter set of the baseline profile comes first"


@pytest.mark.parametrize("kind", [bytes, memoryview, lambda rows: memoryview(bytearray(rows))])
def test_pixels_come_in_any_kind_of_memory(kind: type) -> None:
    encoder = open_encoder(WIDTH, HEIGHT)
    assert encoder is not None
    (shown,) = decoded([encoder.encode(kind(picture(1)), key=True)])
    assert shown.width == WIDTH


def test_a_picture_that_is_too_small_is_refused_before_anything_reads_it() -> None:
    encoder = open_encoder(WIDTH, HEIGHT)
    assert encoder is not None
    with pytest.raises(ValueError, match="smaller"):
        encoder.encode(picture(1)[:-1], key=True)


def test_swscale_and_libyuv_make_the_same_colours() -> None:
    """Where libyuv is not installed this compares swscale with itself."""
    other = libraries_in(wheel_libraries(), "libyuv.so.0")
    (swscale,) = wheel_libraries().glob("*swscale*")
    (avutil,) = wheel_libraries().glob("*avutil*")
    one = VideoLibraries(other.x264, by_swscale(str(swscale), str(avutil)))
    planes = []
    for libraries in (one, other):
        encoder = X264Encoder(libraries, WIDTH, HEIGHT)
        (shown,) = decoded([encoder.encode(picture(3), key=True)])
        planes.append(bytes(shown.planes[0]))
    assert max(abs(a - b) for a, b in zip(*planes, strict=True)) <= 12


def test_a_size_that_x264_does_not_take_is_refused() -> None:
    libraries = libraries_in(wheel_libraries())

    def no_colours(_width: int, _height: int) -> ToYuv:
        return lambda source, planes, strides: None

    with pytest.raises(OSError, match="does not take a picture"):
        X264Encoder(VideoLibraries(libraries.x264, no_colours), 0, 0)


def test_a_folder_without_libraries_is_no_encoder(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        libraries_in(tmp_path)
