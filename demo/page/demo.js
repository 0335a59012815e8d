/** The demo's page: three live, clickable pictures, a mailbox and a checklist. Everything shown arrives as text nodes or pictures. */
const token = new URLSearchParams(location.search).get("token") ?? "";
const query = `?token=${encodeURIComponent(token)}`;

/** A picture that follows a real screen, and hands back mouse and keys in fractions of its size. */
function liveScreen(box) {
  const image = document.createElement("img");
  image.alt = "";
  image.draggable = false;
  box.style.aspectRatio = box.dataset.ratio;
  box.append(image);
  let shown = "";
  let socket;
  const open = () => {
    socket = new WebSocket(`ws://${location.host}/live/${box.dataset.side}${query}`);
    socket.binaryType = "blob";
    socket.onmessage = ({ data }) => {
      const address = URL.createObjectURL(data);
      image.src = address;
      if (shown) URL.revokeObjectURL(shown);
      shown = address;
    };
    socket.onclose = () => setTimeout(open, 1000);
  };
  open();
  const tell = (move) => socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(move));
  const place = (event) => {
    const at = box.getBoundingClientRect();
    return { x: (event.clientX - at.left) / at.width, y: (event.clientY - at.top) / at.height };
  };
  let movedAt = 0;
  box.addEventListener("pointermove", (event) => {
    if (performance.now() - movedAt < 40) return;
    movedAt = performance.now();
    tell({ kind: "move", ...place(event) });
  });
  box.addEventListener("pointerdown", (event) => {
    box.focus();
    event.preventDefault();
    tell({ kind: "down", button: event.button, ...place(event) });
  });
  box.addEventListener("pointerup", (event) => tell({ kind: "up", button: event.button, ...place(event) }));
  box.addEventListener("contextmenu", (event) => event.preventDefault());
  box.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      tell({ kind: "wheel", delta: event.deltaY, ...place(event) });
    },
    { passive: false },
  );
  box.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (event.key.length === 1 && event.key !== " ") tell({ kind: "text", text: event.key });
    else tell({ kind: "key", key: event.key });
  });
}

function element(name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}

function showSteps(steps) {
  const next = steps.findIndex((step) => !step.done);
  const items = steps.map((step, index) => {
    const item = element("li", "", step.done ? "done" : index === next ? "next" : "");
    if (index === next) item.setAttribute("aria-current", "step");
    item.append(element("strong", step.name), element("span", step.how));
    return item;
  });
  document.getElementById("steps").replaceChildren(...items);
}

function showLetters(letters, emptyText) {
  const shown = letters.map((letter) => {
    const article = element("article", "");
    article.append(element("h3", letter.subject), element("p", letter.to, "quiet"), element("pre", letter.text));
    return article;
  });
  document.getElementById("letters").replaceChildren(...(shown.length ? shown.reverse() : [element("p", emptyText, "quiet")]));
}

let last = "";
async function refresh() {
  const answer = await fetch(`/state${query}`);
  const text = await answer.text();
  if (!answer.ok || text === last) return;
  last = text;
  const state = JSON.parse(text);
  for (const place of document.querySelectorAll("[data-text]")) place.textContent = state.texts[place.dataset.text];
  document.title = state.texts.title;
  showSteps(state.steps);
  showLetters(state.letters, state.texts.mailbox_empty);
  document.getElementById("open-link").disabled = state.letters.length === 0;
  document.getElementById("run-download").disabled = state.download === "";
}

for (const action of ["open-link", "run-download", "stop"]) {
  document.getElementById(action).addEventListener("click", () => fetch(`/do/${action}${query}`, { method: "POST" }));
}
for (const box of document.querySelectorAll(".screen")) liveScreen(box);
const poll = () => refresh().catch(() => undefined);
setInterval(poll, 1000);
poll();
