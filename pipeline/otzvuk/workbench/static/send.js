// Forms are sent so that nothing is lost where nobody answers: what names itself is sent again, anything else is told.
"use strict";

const lost = (sentence) => {
  let place = document.querySelector("[data-lost]");
  if (!place) {
    place = document.createElement("p");
    place.className = "unsure warn";
    place.dataset.lost = "";
    place.setAttribute("role", "alert");
    document.querySelector(".said")?.after(place);
  }
  place.textContent = sentence;
  place.scrollIntoView({ block: "nearest" });
};

const leave = (where) => {
  const there = new URL(where, location.href);
  const same = there.pathname + there.search === location.pathname + location.search;
  if (same && there.hash !== location.hash) history.replaceState(null, "", there);
  if (same && there.hash) location.reload(); // else only the place in the page would change
  else location.assign(there);
};

const post = async (form, body, again) => {
  for (let tries = 0; ; tries++) {
    let answer = null;
    try {
      answer = await fetch(form.action, { method: "POST", body, headers: { "X-Requested-By": "bench" } });
    } catch { /* nobody answers */ }
    const where = answer?.headers.get("X-Elsewhere");
    if (where) { leave(where); return true; }
    if (answer && answer.status !== 503) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const said = page.querySelector("[role=alert], main p, p")?.textContent.trim();
      lost(`Не записано. ${said || "Обновите страницу и попробуйте ещё раз."}`);
      return false;
    }
    if (!again) {
      lost("Отзвук не отвечает, неизвестно, записано ли это. Когда он будет запущен снова, обновите страницу и посмотрите.");
      return false;
    }
    lost("Отзвук не отвечает. Решение будет записано, как только он будет запущен снова; страницу не закрывайте.");
    await new Promise((go) => { setTimeout(go, 1000); });
  }
};

addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form));
  const button = event.submitter;
  if (button?.name) body.append(button.name, button.value);
  const action = button?.getAttribute("formaction");
  const sent = await post(action ? { action } : form, body, form.querySelector("input[name=once]") !== null);
  if (!sent) dispatchEvent(new Event("unsent"));
});
