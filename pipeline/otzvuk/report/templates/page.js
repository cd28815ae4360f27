(() => {
  "use strict";
  // A page without a list of quotes (report.yaml) has nothing to narrow; its transcripts unpack all the same.
  const form = document.getElementById("filter") ?? document.createElement("form");
  const list = document.getElementById("quotes") ?? document.createElement("section");
  const quotes = [...list.querySelectorAll("li")];
  const groups = [...list.querySelectorAll("[data-depth]")];
  const shown = document.getElementById("shown") ?? document.createElement("output");
  const fields = [...form.elements].filter((field) => field.name);
  const fold = (text) => text.toLowerCase().replaceAll("ё", "е");
  const groupOf = quotes.map((quote) => quote.closest(".code"));
  const about = quotes.map((quote, at) => ({ ...groupOf[at].dataset, ...quote.dataset }));
  const numbers = quotes.map((quote) => quote.id.slice(1));
  const counts = new Map(groups.map((group) => [group, group.querySelector(".count")]));
  let texts = null;
  // A browser takes long to lay out thousands of quotes: of many the first are shown, the rest on demand.
  const step = Number(list.dataset.first ?? Infinity);
  const more = document.getElementById("more");
  let most = step;
  form.hidden = false;

  // Facets without a field of their own (they have one value only) narrow nothing.
  function wanted() {
    return fields.filter((field) => field.value).map((field) => [field.name, field.value]);
  }

  function fitting() {
    const facets = wanted();
    if (!texts && facets.some(([name]) => name === "words")) texts = quotes.map((quote) => fold(quote.textContent));
    const tests = facets.map(([name, value]) => {
      if (name === "m") {
        const cited = new Set(value.split(" "));
        return (at) => cited.has(numbers[at]);
      }
      if (name === "words") {
        const words = fold(value).split(/\s+/);
        return (at) => words.every((word) => texts[at].includes(word));
      }
      return (at) => about[at][name] === value;
    });
    return quotes.map((_, at) => tests.every((fits) => fits(at)));
  }

  function apply() {
    const fits = fitting();
    const left = new Map();
    const seen = new Set();
    let count = 0;
    for (let at = 0; at < quotes.length; at += 1) {
      if (fits[at]) {
        count += 1;
        left.set(groupOf[at], (left.get(groupOf[at]) ?? 0) + 1);
        if (count <= most) seen.add(groupOf[at]);
      }
      const hidden = !fits[at] || count > most;
      if (quotes[at].hidden !== hidden) quotes[at].hidden = hidden;
    }
    // A heading stays while a group of codes under it does; seen from the end, parts come before the whole.
    const kept = [false, false, false, false];
    for (const group of [...groups].reverse()) {
      const depth = Number(group.dataset.depth);
      if (depth === 3) {
        const own = left.get(group) ?? 0;
        if (counts.get(group).textContent !== `${own}`) counts.get(group).textContent = own;
        group.hidden = !seen.has(group);
        if (!group.hidden) kept[1] = kept[2] = true;
      } else {
        group.hidden = !kept[depth];
        kept[depth] = false;
      }
    }
    const narrowed = wanted().length > 0;
    const rest = count - most;
    if (more) {
      more.hidden = rest <= 0;
      more.firstChild.textContent = `Показать ещё ${Math.min(rest, step)}`;
    }
    shown.textContent = rest > 0
      ? `${narrowed ? "Подходит" : "Всего"} ${count}${narrowed ? ` из ${quotes.length}` : ""}, показаны первые ${most}`
      : narrowed ? `Показано ${count} из ${quotes.length}` : `Всего ${quotes.length}`;
    form.classList.toggle("on", narrowed);
  }

  function change() {
    most = step;
    apply();
  }

  function fill(query) {
    const asked = new URLSearchParams(query);
    for (const field of fields) field.value = asked.get(field.name) ?? "";
    change();
  }

  function light(number) {
    for (const mark of document.querySelectorAll(".m.here")) mark.classList.remove("here");
    for (const mark of document.querySelectorAll(`[data-m~="${number}"]`)) mark.classList.add("here");
  }

  // Transcripts of a large study are packed, each in its place: unpacked when somebody goes there or asks.
  const packed = [...document.querySelectorAll(".transcript[data-said]")];
  const unpacks = "DecompressionStream" in window;

  async function unpack(talk) {
    const source = talk.querySelector("script");
    if (!source || !unpacks) return;
    const bytes = Uint8Array.from(atob(source.textContent), (sign) => sign.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    const said = await new Response(stream).text();
    if (!source.isConnected) return; // asked for twice
    source.remove();
    talk.querySelector(".talk").innerHTML = said; // made by the program like the rest of the page
  }

  function within(ranges, number) {
    return ranges.split(" ").some((range) => {
      const [first, last] = range.split("-").map(Number);
      return number >= first && number <= (last ?? first);
    });
  }

  function talkOf(id) {
    const [, sort, number] = /^([tmr])(\d+)/.exec(id) ?? [];
    if (sort === "t") return packed[number - 1];
    const ranges = { m: "said", r: "marked" }[sort];
    return ranges && packed.find((talk) => within(talk.dataset[ranges], Number(number)));
  }

  async function unpackAll() {
    document.getElementById("all-talks")?.remove();
    for (const talk of packed) await unpack(talk);
  }

  for (const talk of unpacks ? packed : []) {
    talk.querySelector(".talk span").hidden = true;
    const button = talk.querySelector("button");
    button.hidden = false;
    button.addEventListener("click", async () => {
      await unpack(talk);
      const heading = talk.querySelector("h3");
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    });
  }
  if (packed.length && unpacks) {
    const all = document.getElementById("all-talks");
    all.hidden = false;
    all.firstChild.addEventListener("click", unpackAll);
    const printed = document.getElementById("print-transcripts");
    printed?.addEventListener("change", unpackAll);
    if (printed?.checked) unpackAll();
  }

  // Twice: what comes into sight is laid out only then, and may be higher than was thought.
  function show(place) {
    place.scrollIntoView();
    requestAnimationFrame(() => place.scrollIntoView());
  }

  async function arrive() {
    const hash = location.hash;
    if (hash.startsWith("#quotes?") && list.isConnected) {
      fill(hash.slice("#quotes?".length));
      list.scrollIntoView();
      list.querySelector("h2").focus({ preventScroll: true });
      return;
    }
    const id = hash.slice(1);
    const talk = talkOf(id);
    if (talk) {
      const folded = !document.getElementById(id);
      await unpack(talk);
      if (hash !== location.hash) return; // somebody has gone on
      const place = folded && document.getElementById(id);
      if (place) show(place);
    }
    const target = id ? document.getElementById(id) : null;
    for (let folded = target?.closest("details:not([open])"); folded; folded = folded.parentElement.closest("details:not([open])")) folded.open = true;
    if (target && target.closest("#quotes [hidden]")) {
      fill("");
      const at = quotes.findIndex((quote) => target === quote || target.contains(quote));
      if (target.closest("#quotes [hidden]")) { // beyond the first: narrowed to its code
        const { kind, code } = about[Math.max(at, 0)];
        fill(new URLSearchParams({ kind, code }).toString());
      }
      while (target.closest("#quotes [hidden]") && most < quotes.length) {
        most += step;
        apply();
      }
      show(target);
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
  let before = most;
  window.addEventListener("beforeprint", () => {
    before = most;
    most = Infinity;
    apply();
    unfolded = [...document.querySelectorAll("details:not([open])")];
    for (const folded of unfolded) folded.open = true;
  });
  window.addEventListener("afterprint", () => {
    most = before;
    apply();
    for (const folded of unfolded) folded.open = false;
  });
  form.addEventListener("input", change);
  more?.firstChild.addEventListener("click", () => {
    most += step;
    apply();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    fill("");
  });
  document.getElementById("back")?.addEventListener("click", () => history.back());
  window.addEventListener("hashchange", arrive);
  fill("");
  arrive();
})();
