// On a phone the entry sheet shows one unit at a time, its columns as labels with fields. Without script it scrolls.
"use strict";

(() => {
  const sheet = document.querySelector("[data-sheet]");
  if (!sheet) return;
  const rows = [...sheet.querySelectorAll("[data-row]")];
  const narrow = window.matchMedia("(max-width: 600px)");
  const tidy = (text) => text.trim().replace(/\n+/g, ", ").replace(/\s+/g, " "); // the unit stands on a line of its own
  const titles = sheet.matches(".has-groups")
    ? JSON.parse(sheet.dataset.columns).map(([, title]) => title)
    : [...sheet.querySelectorAll("thead th")].slice(1).map((head) => tidy(head.innerText));

  const make = (name, words, properties = {}) => Object.assign(document.createElement(name), { textContent: words }, properties);
  const bar = make("div", "", { className: "one-unit" });
  const label = make("label", "Đơn vị", { htmlFor: "don-vi-nhap" });
  const choice = make("select", "", { className: "form-select", id: "don-vi-nhap" });
  const back = make("button", "‹", { type: "button", className: "btn btn-quiet", ariaLabel: "Đơn vị trước" });
  const next = make("button", "›", { type: "button", className: "btn btn-quiet", ariaLabel: "Đơn vị sau" });
  rows.forEach((row, place) => choice.append(make("option", row.dataset.name, { value: String(place) })));
  bar.append(label, back, choice, next);

  const show = (place) => {
    rows.forEach((row, at) => row.classList.toggle("is-shown", at === place));
    choice.value = String(place);
    back.disabled = place === 0;
    next.disabled = place === rows.length - 1;
  };
  const at = () => Number(choice.value);
  choice.addEventListener("change", () => show(at()));
  back.addEventListener("click", () => show(at() - 1));
  next.addEventListener("click", () => show(at() + 1));

  // whoever leads to a cell, a link or a key, brings its unit into view
  window.portal.reveal = (field) => {
    const place = rows.indexOf(field && field.closest("[data-row]"));
    if (narrow.matches && place >= 0) show(place);
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#o-']");
    if (link) window.portal.reveal(document.getElementById(link.hash.slice(1)));
  }, true);

  const fit = () => {
    sheet.classList.toggle("is-one", narrow.matches);
    if (!narrow.matches) { bar.remove(); return; }
    rows.forEach((row) => [...row.cells].slice(1).forEach((cell, place) => { cell.dataset.label = titles[place] || ""; }));
    sheet.closest(".sheet-wrap").before(bar);
    const first = sheet.querySelector(".is-refused input, input[data-column]");
    show(Math.max(0, rows.indexOf(first && first.closest("[data-row]"))));
  };
  narrow.addEventListener("change", fit);
  fit();
})();
