// Follows the download and the code while the page is open. Without it the page still works: "Update this page" does the same by hand.
"use strict";

const page = document.querySelector(".follow");
const POLL_MS = 2000;
let asked = false;

function show(progress, questionInS) {
  page.dataset.progress = progress;
  for (const part of page.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(progress);
  askWhatIsSeen(questionInS);
}

// Once only: a person who closed the question is not asked again.
function askWhatIsSeen(inSeconds) {
  if (inSeconds !== 0 || asked) return;
  asked = true;
  const question = document.getElementById("sees");
  if (question.open) return;
  question.open = true;
  page.querySelector(".work").dataset.question = "now";
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
