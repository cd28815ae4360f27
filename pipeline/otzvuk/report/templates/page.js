(() => {
  "use strict";
  const form = document.getElementById("filter");
  const list = document.getElementById("quotes");
  const quotes = [...list.querySelectorAll("li")];
  const groups = [...list.querySelectorAll("[data-depth]")];
  const shown = document.getElementById("shown");
  const fields = [...form.elements].filter((field) => field.name);
  const fold = (text) => text.toLowerCase().replaceAll("ё", "е");
  const texts = new Map(quotes.map((quote) => [quote, fold(quote.textContent)]));
  const about = new Map(quotes.map((quote) => [quote, { ...quote.closest(".code").dataset, ...quote.dataset }]));
  form.hidden = false;

  // Facets without a field of their own (they have one value only) narrow nothing.
  function wanted() {
    return fields.filter((field) => field.value).map((field) => [field.name, field.value]);
  }

  function apply() {
    const facets = wanted();
    const fits = (quote) => facets.every(([name, value]) => name === "words"
      ? fold(value).split(/\s+/).every((word) => texts.get(quote).includes(word))
      : name === "m" ? value.split(" ").includes(quote.id.slice(1))
      : about.get(quote)[name] === value);
    let count = 0;
    for (const quote of quotes) {
      quote.hidden = !fits(quote);
      if (!quote.hidden) count += 1;
    }
    // A heading stays while a group of codes under it does; seen from the end, parts come before the whole.
    const kept = [false, false, false, false];
    for (const group of [...groups].reverse()) {
      const depth = Number(group.dataset.depth);
      if (depth === 3) {
        const left = group.querySelectorAll("li:not([hidden])").length;
        group.querySelector(".count").textContent = left;
        group.hidden = !left;
        if (left) kept[1] = kept[2] = true;
      } else {
        group.hidden = !kept[depth];
        kept[depth] = false;
      }
    }
    shown.textContent = facets.length ? `Показано ${count} из ${quotes.length}` : `Всего ${quotes.length}`;
    form.classList.toggle("on", facets.length > 0);
  }

  function fill(query) {
    const asked = new URLSearchParams(query);
    for (const field of fields) field.value = asked.get(field.name) ?? "";
    apply();
  }

  function light(number) {
    for (const mark of document.querySelectorAll(".m.here")) mark.classList.remove("here");
    for (const mark of document.querySelectorAll(`[data-m~="${number}"]`)) mark.classList.add("here");
  }

  function arrive() {
    const hash = location.hash;
    if (hash.startsWith("#quotes?")) {
      fill(hash.slice("#quotes?".length));
      list.scrollIntoView();
      list.querySelector("h2").focus({ preventScroll: true });
      return;
    }
    const target = hash.length > 1 ? document.getElementById(hash.slice(1)) : null;
    for (let folded = target?.closest("details:not([open])"); folded; folded = folded.parentElement.closest("details:not([open])")) folded.open = true;
    if (target && target.closest("#quotes [hidden]")) {
      fill("");
      target.scrollIntoView();
    }
    light(/^#m\d+$/.test(hash) ? hash.slice(2) : "0");
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-filter]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const hash = `#quotes?${link.dataset.filter}`;
    if (location.hash === hash) arrive();
    else location.hash = hash;
  });
  // What is folded on the screen is printed nevertheless, and folded again afterwards.
  let unfolded = [];
  window.addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll("details:not([open])")];
    for (const folded of unfolded) folded.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const folded of unfolded) folded.open = false;
  });
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    fill("");
  });
  document.getElementById("back").addEventListener("click", () => history.back());
  window.addEventListener("hashchange", arrive);
  fill("");
  arrive();
})();
