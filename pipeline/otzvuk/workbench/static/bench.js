// Keys for what the mouse can do, by the place of a key, so that a Russian layout works too.
"use strict";

const typing = (target) => target.closest("textarea, select, [contenteditable], input:not([type=checkbox]):not([type=radio])");

// Single keys can be turned off: programs that are spoken to press them by chance.
const keys = document.querySelector("[data-keys]");
const told = (on) => {
  keys.setAttribute("aria-pressed", on);
  keys.textContent = on ? "Одиночные клавиши включены" : "Одиночные клавиши выключены";
};
if (keys) {
  told(localStorage.getItem("keys") !== "off");
  keys.addEventListener("click", () => {
    const on = keys.getAttribute("aria-pressed") !== "true";
    told(on);
    localStorage.setItem("keys", on ? "on" : "off");
  });
}
const help = document.querySelector("[data-keys-panel]");
document.querySelector("[data-help]")?.addEventListener("click", () => help.showModal());

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || help?.open) return;
  const enter = event.code === "Enter" && event.target.matches("select, input:not([type=checkbox])") && (event.target.closest("fieldset") ?? event.target.form)?.querySelector("[data-enter]");
  if (enter) { event.preventDefault(); enter.form.requestSubmit(enter); return; } // of the part of the form where one stands
  if (keys?.getAttribute("aria-pressed") === "false") return;
  if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
  if (typing(event.target)) return;
  if (event.key === "?" && help) { event.preventDefault(); help.showModal(); return; }
  const focus = document.querySelector(`[data-key-focus="${event.code}"]`);
  if (focus) { event.preventDefault(); focus.focus(); focus.select?.(); return; }
  const row = document.activeElement.closest("[data-list] > li")?.querySelector(`[data-row-key="${event.shiftKey ? "Shift+" : ""}${event.code}"]:not([disabled])`);
  if (row) { // what belongs to the row that one stands in
    event.preventDefault();
    if (row.matches("summary")) { row.parentElement.open = true; row.parentElement.querySelector("textarea").focus(); } else if (!event.repeat) row.click();
    return;
  }
  if (event.code === "KeyJ" || event.code === "KeyK") { step(event.code === "KeyJ" ? 1 : -1); event.preventDefault(); return; }
  if (event.code === "Enter") return; // belongs to what has the focus
  const code = event.shiftKey && event.code.startsWith("Bracket") ? `Shift+${event.code}` : event.code;
  const letter = CSS.escape(event.key.toLowerCase()); // the first letter of a word on a Russian layout
  const button = document.querySelector(`[data-key="${code}"]:not([disabled])`) || document.querySelector(`[data-letter="${letter}"]:not([disabled])`);
  if (button && !event.repeat) { event.preventDefault(); button.click(); }
});

// J and K go through a list: to the next row's first control, else to the row.
function step(by) {
  const rows = [...document.querySelectorAll("[data-list] > :is(li, tr)")];
  if (!rows.length) return;
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[Math.min(Math.max(at + by, 0), rows.length - 1)];
  const control = next.querySelector("input[type=checkbox]") || (next.matches("tr") ? next.querySelector("a") : next);
  control.focus();
  next.scrollIntoView({ block: "nearest" });
}

// The menu may take two lines: what sticks below it has to know.
const menu = document.querySelector(".top");
if (menu) new ResizeObserver(() => {
  const height = getComputedStyle(menu).position === "sticky" ? menu.offsetHeight : 0;
  document.documentElement.style.setProperty("--top", `${height}px`);
}).observe(menu);

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

// What has been done is said to who listens, too: what stands in a page from its beginning is not.
const done = document.querySelector(".said")?.textContent.trim();
if (done) setTimeout(() => { document.querySelector("[data-status]").textContent = done; }, 100);

// What a decision has moved: asked for until it is counted, said once, gone when it is no longer news.
const movement = document.querySelector("[data-movement]");
const STAYS = 12000, SAME_STAYS = 4000;
let tries = 0;
const gone = (after) => setTimeout(() => {
  if (movement.matches(":hover, :focus-within")) gone(1000); else movement.replaceChildren();
}, Math.max(after, 0));
const show = (html) => {
  const made = document.createElement("template");
  made.innerHTML = html;
  const list = made.content.querySelector("[data-moved]");
  if (!list) { movement.replaceChildren(made.content); return; }
  const stays = list.hasAttribute("data-same") ? SAME_STAYS : STAYS;
  const [revision, at] = (sessionStorage.getItem("moved") ?? "").split(" ");
  const known = revision === list.dataset.moved;
  const since = known ? Date.now() - Number(at) : 0;
  if (!known) sessionStorage.setItem("moved", `${list.dataset.moved} ${Date.now()}`);
  if (since > stays) { movement.replaceChildren(); return; }
  movement.setAttribute("aria-live", known ? "off" : "polite"); // said on the page where it was news
  movement.replaceChildren(made.content);
  gone(stays - since);
};
const follow = async () => {
  if (!movement.querySelector("[data-counting]") || tries++ > 120) return;
  try {
    const answer = await fetch(movement.dataset.movement, { headers: { "X-Requested-By": "bench" } });
    if (answer.ok) show(await answer.text());
  } catch { return; }
  setTimeout(follow, 500);
};
if (movement?.children.length) {
  const first = movement.innerHTML;
  if (!movement.querySelector("[data-counting]")) movement.replaceChildren();
  setTimeout(() => show(first), 60);
  setTimeout(follow, 500);
}
addEventListener("keydown", (event) => { if (event.key === "Escape") movement?.replaceChildren(); });
