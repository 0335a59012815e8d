/** The demo's page. Everything shown arrives as text nodes or pictures. */
import { livePicture } from "./live_picture.js";

const token = new URLSearchParams(location.search).get("token") ?? "";
const query = `?token=${encodeURIComponent(token)}`;
const byId = (id) => document.getElementById(id);
const pictures = new Map();
let state = {};
let stopping = false;
let notInClipboard = "";

function element(name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}

function act(action, number = 0) {
  return fetch(`/do/${action}/${number}${query}`, { method: "POST" }).catch(() => undefined);
}

function showSteps(steps) {
  const next = steps.findIndex((step) => !step.done);
  const items = steps.map((step, index) => {
    const item = element("li", step.name, step.done ? "done" : index === next ? "next" : "");
    if (index === next) item.setAttribute("aria-current", "step");
    if (step.done) item.append(element("span", "✓", "hidden-text"));
    return item;
  });
  byId("steps").replaceChildren(...items);
}

function showNext(next, texts) {
  const line = byId("next");
  line.dataset.side = next.side;
  line.dataset.key = next.key;
  byId("next-side").textContent = texts[`side_${next.side}`];
  byId("next-text").textContent = next.text;
  for (const side of document.querySelectorAll(".side")) side.classList.toggle("is-next", side.id === next.side);
  byId("mailbox").classList.toggle("is-next", next.key === "open_mail");
  byId("download").classList.toggle("is-next", next.key === "run");
}

function showLetters(letters, texts) {
  const items = letters.map((letter) => {
    const item = element("li", "");
    const words = element("p", letter.subject);
    words.append(element("small", letter.sender));
    const button = element("button", texts.open_mail);
    button.type = "button";
    button.addEventListener("click", () => {
      show("browser");
      act("open-mail", letter.number);
    });
    item.append(words, button);
    return item;
  });
  byId("letters").replaceChildren(...(items.length ? items.reverse() : [element("li", texts.mailbox_empty, "empty")]));
}

function showDownload(name) {
  byId("download").hidden = !name;
  byId("download-name").textContent = name;
}

/** The customer's side shows the PC or the browser; it turns by itself when the next move is in the other one. */
function show(view) {
  for (const part of document.querySelectorAll("[data-shows]")) part.hidden = part.dataset.shows !== view;
  for (const tab of document.querySelectorAll("[data-view]")) tab.setAttribute("aria-selected", String(tab.dataset.view === view));
}

function showCurtain(phase, texts) {
  document.body.dataset.phase = phase;
  byId("curtain-text").textContent = texts[phase] ?? "";
}

function update(now) {
  const before = state;
  state = now;
  const changed = (part) => JSON.stringify(before[part]) !== JSON.stringify(now[part]);
  if (changed("texts")) {
    for (const place of document.querySelectorAll("[data-text]")) place.textContent = now.texts[place.dataset.text];
    document.title = now.texts.title;
    document.documentElement.lang = now.language;
  }
  if (stopping && now.phase === "ready") return; // an answer that was on its way when the button was pressed
  showCurtain(now.phase, now.texts);
  if (now.phase !== "ready") return;
  if (before.phase !== "ready") openPictures();
  if (changed("steps")) showSteps(now.steps);
  if (changed("next")) showNext(now.next, now.texts);
  if (now.next.view && before.next?.key !== now.next.key) show(now.next.view);
  if (changed("letters")) showLetters(now.letters, now.texts);
  if (changed("download")) showDownload(now.download);
  for (const place of document.querySelectorAll(".address")) {
    place.textContent = now.addresses[place.dataset.of] || now.texts.no_page;
  }
}

/** Into the visitor's clipboard; where the browser does not allow it, Ctrl+V in a picture still pastes it. */
function copied(text) {
  notInClipboard = text;
  navigator.clipboard?.writeText(text).then(
    () => {
      notInClipboard = "";
      byId("toast").hidden = false;
      setTimeout(() => (byId("toast").hidden = true), 2000);
    },
    () => undefined,
  );
}

function openPictures() {
  for (const bar of document.querySelectorAll(".bar:empty")) {
    const address = element("span", "", "address");
    address.dataset.of = bar.dataset.browser;
    bar.append(...["back", "reload"].map((where) => browserButton(bar.dataset.browser, where)), address);
  }
  for (const box of document.querySelectorAll(".picture:empty")) {
    const { side } = box.dataset;
    const address = `ws://${location.host}/live/${side}${query}`;
    box.title = state.texts.type_here;
    const label = { console: state.texts.technician, pc: state.texts.pc, customer: state.texts.browser }[side];
    pictures.set(side, livePicture(box, address, { fits: box.dataset.fits === "window", onCopied: copied, toPaste: () => notInClipboard, label }));
  }
}

function browserButton(side, where) {
  const button = element("button", where === "back" ? "←" : "↻");
  button.type = "button";
  button.title = state.texts[where];
  button.setAttribute("aria-label", state.texts[where]);
  button.addEventListener("click", () => pictures.get(side).go(where));
  return button;
}

for (const tab of document.querySelectorAll("[data-view]")) tab.addEventListener("click", () => show(tab.dataset.view));
byId("run-download").addEventListener("click", () => {
  show("pc");
  act("run-download");
});
byId("stop").addEventListener("click", () => {
  stopping = true;
  showCurtain("stopping", state.texts);
  act("stop");
});

async function refresh() {
  if (state.phase === "stopped") return;
  try {
    const answer = await fetch(`/state${query}`);
    if (answer.ok) update(await answer.json());
  } catch {
    if (state.texts) showCurtain("ended", state.texts);
  }
}
// Whoever left the page may have copied something else meanwhile.
window.addEventListener("blur", () => (notInClipboard = ""));
setInterval(refresh, 700);
refresh();
