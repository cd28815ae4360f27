// Checking and reading: one answer a page, what the conclusion makes of it, words selected by mouse or keys.
"use strict";

// A second key before the next page is there would answer a question that nobody has seen.
let sent = false;
addEventListener("submit", () => { sent = true; });
addEventListener("pageshow", () => { sent = false; });
addEventListener("unsent", () => { sent = false; });
addEventListener("keydown", (event) => { if (sent && !event.ctrlKey && !event.altKey && !event.metaKey) { event.preventDefault(); event.stopImmediatePropagation(); } }, true);

// The first of a queue has its own address, too: going back leads to what was asked.
const own = document.querySelector("[data-address]");
if (own) history.replaceState(null, "", own.dataset.address);

// Words that are selected in a turn are shown in the panel, to be coded by a digit.
const talk = document.querySelector("[data-panel]");
const panel = document.getElementById("panel");
const place = (node, offset, end) => {
  const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
  if (!piece) return null;
  const text = node.nodeType === Node.TEXT_NODE ? node.data.slice(0, offset) : offset ? piece.textContent : "";
  const start = Number(piece.dataset.start);
  if (piece.dataset.stop === undefined) return start + [...text].length;
  // a placeholder stands for its name as a whole
  return end ? (text ? Number(piece.dataset.stop) : start) : text === piece.textContent ? Number(piece.dataset.stop) : start;
};
let asked = "";
const ask = async () => {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  const turn = range.startContainer.parentElement?.closest("[data-turn]");
  if (!turn || !turn.contains(range.endContainer)) return;
  const start = place(range.startContainer, range.startOffset, false);
  const stop = place(range.endContainer, range.endOffset, true);
  if (start === null || stop === null || start >= stop || !range.toString().trim()) return;
  const where = `${talk.dataset.panel}?turn=${turn.dataset.turn}&at=${start}-${stop}`;
  if (where === asked) return;
  asked = where;
  const answer = await fetch(where, { headers: { "X-Requested-By": "bench" } });
  if (!answer.ok || asked !== where) return;
  panel.innerHTML = await answer.text();
  for (const field of panel.querySelectorAll("[data-here]")) field.value = location.pathname + location.search;
};
if (talk) {
  let waiting = 0;
  document.addEventListener("selectionchange", () => { clearTimeout(waiting); waiting = setTimeout(ask, 150); });
  // Keys on a turn: arrows go by words, with Shift they select.
  talk.addEventListener("keydown", (event) => {
    const turn = event.target.closest("[data-turn]");
    if (!turn || event.target !== turn || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const selection = getSelection();
    const words = turn.querySelector(".words");
    if (!selection.rangeCount || !words.contains(selection.anchorNode)) selection.collapse(words.querySelector("[data-start]").firstChild, 0);
    selection.modify(event.shiftKey ? "extend" : "move", event.key === "ArrowRight" ? "forward" : "backward", "word");
    event.preventDefault();
    event.stopPropagation();
  });
}
