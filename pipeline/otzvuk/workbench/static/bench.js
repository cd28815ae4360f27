// Keys for what the mouse can do, by the place of a key, so that a Russian layout works too.
"use strict";

const typing = (target) => target.closest("textarea, select, [contenteditable], input:not([type=checkbox]):not([type=radio])");

// Single keys can be turned off: programs that are spoken to press them by chance.
const keys = document.querySelector("[data-keys]");
if (keys) {
  keys.setAttribute("aria-pressed", localStorage.getItem("keys") !== "off");
  keys.addEventListener("click", () => {
    const on = keys.getAttribute("aria-pressed") !== "true";
    keys.setAttribute("aria-pressed", on);
    localStorage.setItem("keys", on ? "on" : "off");
  });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (keys?.getAttribute("aria-pressed") === "false") return;
  if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
  if (typing(event.target)) return;
  const focus = document.querySelector(`[data-key-focus="${event.code}"]`);
  if (focus) { event.preventDefault(); focus.focus(); focus.select?.(); return; }
  if (event.code === "KeyJ" || event.code === "KeyK") { step(event.code === "KeyJ" ? 1 : -1); event.preventDefault(); return; }
  if (event.code === "Enter") return; // belongs to what has the focus
  const code = event.shiftKey && event.code.startsWith("Bracket") ? `Shift+${event.code}` : event.code;
  const letter = CSS.escape(event.key.toLowerCase()); // the first letter of a word on a Russian layout
  const button = document.querySelector(`[data-key="${code}"]:not([disabled])`) || document.querySelector(`[data-letter="${letter}"]:not([disabled])`);
  if (button && !event.repeat) { event.preventDefault(); button.click(); }
});

// J and K go through a list: to the next row's first control, else to the row.
function step(by) {
  const rows = [...document.querySelectorAll("[data-list] > li")];
  if (!rows.length) return;
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[Math.min(Math.max(at + by, 0), rows.length - 1)];
  const control = next.querySelector("input[type=checkbox]") || next;
  control.focus();
  next.scrollIntoView({ block: "nearest" });
}

// Forms come back to the very address they were sent from.
for (const field of document.querySelectorAll("[data-here]")) field.value = location.pathname + location.search;

// How many are chosen, and all at once.
for (const form of document.querySelectorAll("[data-choose]")) {
  const boxes = [...form.querySelectorAll(".hits input[type=checkbox]")];
  const all = form.querySelector("[data-all]");
  const out = form.querySelector("[data-chosen]");
  const count = () => {
    const number = boxes.filter((box) => box.checked).length;
    if (out) out.value = number;
    if (all) { all.checked = number === boxes.length && number > 0; all.indeterminate = number > 0 && number < boxes.length; }
  };
  form.addEventListener("change", (event) => {
    if (event.target === all) for (const box of boxes) box.checked = all.checked;
    count();
  });
  count();
}

// Where an address leads into a page, the focus follows.
if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.focus({ preventScroll: false });
