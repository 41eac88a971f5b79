// Reads a paper beside the line that is judged: a pane to the right, the paper chosen at its line, typing goes on.
// Without it, and in a narrow window, the same links open the paper in a tab of its own.
"use strict";

(() => {
  const pane = document.querySelector("[data-paper-pane]");
  const links = [...document.querySelectorAll("[data-beside]")];
  if (!pane || !links.length) return;
  const room = window.matchMedia("(min-width: 75rem)"); // as wide as the two columns of a page ask for
  const part = (name) => pane.querySelector(`[data-paper-${name}]`);
  const columns = pane.closest("[data-reads-beside]");
  const memory = `giay-to:${location.pathname}`;
  const remember = (value) => {
    try { sessionStorage.setItem(memory, value); } catch { /* closed: nothing is remembered */ }
  };
  const remembered = () => {
    try { return sessionStorage.getItem(memory); } catch { return null; }
  };
  let shown = null; // the link whose paper is in the pane

  const lineOf = (element) => element && element.closest(".criterion");
  let last = null; // the line where one was
  document.addEventListener("focusin", (event) => { last = lineOf(event.target) || last; });

  // a new frame for each paper: the way back of the tab stays that of the pages
  const frame = (link) => {
    const made = document.createElement("iframe");
    made.title = `Giấy tờ: ${link.dataset.beside}`;
    made.src = link.getAttribute("href");
    return made;
  };
  const picture = (link) => {
    const made = document.createElement("img");
    made.alt = link.dataset.beside;
    made.addEventListener("error", () => { part("fault").hidden = false; });
    made.addEventListener("click", () => { made.classList.toggle("is-whole"); }); // fitted, or as large as it is
    made.src = link.getAttribute("href");
    return made;
  };

  const show = (link) => {
    part("frame").replaceChildren("picture" in link.dataset ? picture(link) : frame(link));
    part("frame").scrollTop = 0;
    part("fault").hidden = true;
    part("name").textContent = link.dataset.beside;
    part("alone").href = link.getAttribute("href");
    part("take").href = link.dataset.take;
    part("next").hidden = links.length < 2;
    links.forEach((other) => other.toggleAttribute("aria-current", other === link));
    pane.hidden = false;
    columns.classList.add("has-paper");
    shown = link;
    remember(link.getAttribute("href"));
  };

  const close = () => {
    const before = document.activeElement;
    part("frame").replaceChildren();
    columns.classList.remove("has-paper");
    pane.hidden = true;
    links.forEach((link) => link.removeAttribute("aria-current"));
    if (shown && (before === document.body || pane.contains(before))) shown.focus();
    shown = null;
    remember("");
  };

  // the papers of the line where one is, then all others; each once, as the same paper stands at several lines
  const inTurn = () => {
    const here = lineOf(document.activeElement) || last;
    const own = links.filter((link) => here && here.contains(link));
    const seen = new Set();
    return [...own, ...links].filter((link) => {
      const address = link.getAttribute("href");
      return !seen.has(address) && seen.add(address);
    });
  };
  const next = () => {
    const row = inTurn();
    const at = shown ? row.findIndex((link) => link.getAttribute("href") === shown.getAttribute("href")) : -1;
    show(row[(at + 1) % row.length]);
  };

  links.forEach((link) => {
    // the focus stays in the field where one types
    link.addEventListener("mousedown", (event) => { if (room.matches && event.button === 0) event.preventDefault(); });
    link.addEventListener("click", (event) => {
      if (!room.matches || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      show(link);
    });
  });
  part("next").addEventListener("click", next);
  part("close").addEventListener("click", close);
  ["next", "close"].forEach((name) => {
    part(name).addEventListener("mousedown", (event) => event.preventDefault());
  });
  room.addEventListener("change", () => { if (!room.matches && shown) close(); });

  const isTyping = (target) => target.isContentEditable || target.tagName === "TEXTAREA" || target.tagName === "SELECT"
    || (target.tagName === "INPUT" && !/^(radio|checkbox)$/.test(target.type));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
    if (!room.matches || document.querySelector("dialog[open]")) return;
    if (event.key === "b") shown ? close() : show(inTurn()[0]);
    else if (event.key === "n") next();
    else return;
    event.preventDefault();
  });

  // after saving, the paper that was open is open again
  const before = remembered();
  const again = before && room.matches && links.find((link) => link.getAttribute("href") === before);
  if (again) show(again);
})();
