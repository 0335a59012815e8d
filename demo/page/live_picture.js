/**
 * A picture that follows a real screen and hands back mouse, keys and clipboard. An unseen text field takes the keyboard, so that dead
 * keys, AltGr and input methods make their characters as everywhere. Places are fractions of the picture.
 */
const MOVES_EVERY_MS = 40;
const LONGEST_TEXT = 1024;
const NAMED_KEY = /^(Enter|Backspace|Tab|Escape|Delete|Insert|Home|End|Page(Up|Down)|Arrow(Left|Right|Up|Down)|F([1-9]|1[0-2]))$/;

export function livePicture(box, address, { fits, onCopied, toPaste, label }) {
  const image = document.createElement("img");
  image.alt = "";
  image.draggable = false;
  const field = document.createElement("textarea");
  field.autocomplete = "off";
  field.spellcheck = false;
  field.setAttribute("aria-label", label);
  box.append(image, field);

  let shown = "";
  let socket;
  const open = () => {
    socket = new WebSocket(address);
    socket.binaryType = "blob";
    socket.onopen = () => fits && tellSize();
    socket.onmessage = ({ data }) => {
      if (typeof data === "string") return onCopied(JSON.parse(data).copied);
      const next = URL.createObjectURL(data);
      image.src = next;
      if (shown) URL.revokeObjectURL(shown);
      shown = next;
    };
    socket.onclose = () => setTimeout(open, 1000);
  };
  const tell = (told) => socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(told));

  let resizing = 0;
  const tellSize = () => {
    const { width, height } = box.getBoundingClientRect();
    if (width >= 200 && height >= 200) tell({ kind: "size", width: Math.round(width), height: Math.round(height) });
  };
  if (fits) {
    new ResizeObserver(() => {
      clearTimeout(resizing);
      resizing = setTimeout(tellSize, 200);
    }).observe(box);
  }
  open();
  followMouse(image, field, tell);
  followKeys(field, tell, toPaste);
  return { go: (where) => tell({ kind: "go", where }) };
}

function followMouse(image, field, tell) {
  const place = (event) => {
    const at = image.getBoundingClientRect();
    const within = (part) => Math.min(1, Math.max(0, part));
    return { x: within((event.clientX - at.left) / at.width), y: within((event.clientY - at.top) / at.height) };
  };
  let movedAt = 0;
  let newest;
  let waiting = 0;
  const tellMove = () => {
    waiting = 0;
    movedAt = performance.now();
    tell({ kind: "move", ...newest });
  };
  // What is told with a place of its own makes a move that waits for its turn old.
  const tellWithPlace = (event, told) => {
    clearTimeout(waiting);
    waiting = 0;
    tell({ ...told, ...place(event) });
  };
  // Captured, so that a drag that leaves the picture is still let go of.
  image.addEventListener("pointerdown", (event) => image.setPointerCapture(event.pointerId));
  image.addEventListener("mousemove", (event) => {
    newest = place(event);
    if (!waiting) waiting = setTimeout(tellMove, Math.max(0, movedAt + MOVES_EVERY_MS - performance.now()));
  });
  for (const [type, kind] of [
    ["mousedown", "down"],
    ["mouseup", "up"],
  ]) {
    image.addEventListener(type, (event) => {
      event.preventDefault();
      field.focus({ preventScroll: true });
      if (event.button <= 2) tellWithPlace(event, { kind, button: event.button, clicks: Math.min(3, event.detail) });
    });
  }
  image.addEventListener("contextmenu", (event) => event.preventDefault());
  image.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : 40;
      tellWithPlace(event, { kind: "wheel", delta: Math.max(-5000, Math.min(5000, event.deltaY * lines)) });
    },
    { passive: false },
  );
}

function followKeys(field, tell, toPaste) {
  const tellText = (kind, text) => {
    for (let at = 0; at < text.length; at += LONGEST_TEXT) tell({ kind, text: text.slice(at, at + LONGEST_TEXT) });
  };
  field.addEventListener("keydown", (event) => {
    const { key } = event;
    const ctrl = event.ctrlKey || event.metaKey;
    const makesCharacter = event.getModifierState("AltGraph") || !(ctrl || event.altKey);
    const combined = !makesCharacter && /^[a-z0-9]$/i.test(key) && !(ctrl && key.toLowerCase() === "v");
    const named = NAMED_KEY.test(key) && !(key === "Tab" && event.shiftKey);
    if (event.isComposing || !(named || combined)) return;
    event.preventDefault();
    tell({ kind: "key", key, ctrl, shift: event.shiftKey, alt: event.altKey });
  });
  const typed = () => {
    tellText("text", field.value);
    field.value = "";
  };
  field.addEventListener("input", (event) => event.isComposing || typed());
  field.addEventListener("compositionend", typed);
  field.addEventListener("paste", (event) => {
    event.preventDefault();
    tellText("paste", toPaste() || event.clipboardData.getData("text/plain"));
  });
}
