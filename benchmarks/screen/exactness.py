"""Whether the viewer's canvas shows the X screen pixel by pixel.

The screen as the X server hands it out has no mouse pointer in it, nor has Daypass's canvas. TigerVNC may paint it into its picture; its
answer does not hang on that: JPEG leaves some 160,000 pixels of a page of text a little off.
"""

import base64
from io import BytesIO

from benchmarks.screen.browser import Page
from PIL import Image, ImageChops, ImageGrab

READ = """(async () => {
  const bitmap = await createImageBitmap(CANVAS);
  const copy = new OffscreenCanvas(bitmap.width, bitmap.height);
  copy.getContext("2d").drawImage(bitmap, 0, 0);
  const bytes = new Uint8Array(await (await copy.convertToBlob({ type: "image/png" })).arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return btoa(text);
})()"""


def different_pixels(page: Page, canvas: str, display: str) -> int:
    """How many pixels of the canvas are not those of the screen; all of them when the sizes differ."""
    shown = Image.open(BytesIO(base64.b64decode(page.evaluate(READ.replace("CANVAS", canvas))))).convert("RGB")
    wanted = ImageGrab.grab(xdisplay=display).convert("RGB")
    if shown.size != wanted.size:
        return wanted.width * wanted.height
    bands = ImageChops.difference(shown, wanted).split()
    most = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    return wanted.width * wanted.height - most.histogram()[0]
