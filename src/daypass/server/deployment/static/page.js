// Follows the download and the code while the page is open. Without it the page still works: "Update this page" does the same by hand.
"use strict";

const page = document.querySelector(".follow");
const POLL_MS = 2000;
const ORDER = ["ready", "downloaded", "opened", "elevating", "elevation_refused", "stopped", "install_failed", "code", "installing", "active"];
let questionAt = null;

function show(progress, questionInS) {
  page.dataset.progress = progress;
  for (const line of page.querySelectorAll("[data-when]")) line.hidden = line.dataset.when !== progress;
  for (const part of page.querySelectorAll("[data-only]")) part.hidden = part.dataset.only !== progress;
  for (const part of page.querySelectorAll("[data-except]")) part.hidden = part.dataset.except === progress;
  for (const part of page.querySelectorAll("[data-until]")) part.hidden = ORDER.indexOf(progress) > ORDER.indexOf(part.dataset.until);
  askWhatIsSeen(questionInS);
}

// Once only: a person who closed the question is not asked again.
function askWhatIsSeen(inSeconds) {
  if (inSeconds === null || questionAt === "asked") return;
  if (inSeconds > 0) return;
  questionAt = "asked";
  const question = document.getElementById("sees");
  if (!question || question.open) return;
  question.open = true;
  question.scrollIntoView({ block: "nearest" });
}

async function follow() {
  const offline = page.querySelector("[data-offline]");
  try {
    const answer = await fetch(page.dataset.state, { cache: "no-store", credentials: "omit" });
    if (answer.status === 410 || answer.status === 404) return location.reload();
    if (answer.ok) {
      const { progress, question_in_s } = await answer.json();
      show(progress, question_in_s);
    }
    offline.hidden = answer.ok;
  } catch {
    offline.hidden = false;
  }
  setTimeout(document.hidden ? whenVisible : follow, POLL_MS);
}

function whenVisible() {
  if (!document.hidden) return follow();
  document.addEventListener("visibilitychange", () => follow(), { once: true });
}

if (page) {
  show(page.dataset.progress, null);
  setTimeout(follow, POLL_MS);
}
