// While a study is being opened: what is being done, until its page is there.
"use strict";

const look = async () => {
  try {
    const answer = await fetch(location.href, { headers: { "X-Requested-By": "bench" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const news = page.querySelector("[data-waiting]");
    if (!news) { location.reload(); return; }
    const main = document.querySelector("[data-waiting]");
    if (!main.contains(document.activeElement) || document.activeElement === main) main.innerHTML = news.innerHTML;
    if (news.querySelector("[role=alert]")) { main.innerHTML = news.innerHTML; return; }
  } catch { /* the program has ended or is starting again: asked on */ }
  setTimeout(look, 1000);
};
setTimeout(look, 500);
