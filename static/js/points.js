// Walks from one point to the next by keys: the open lines of an appraisal sheet, the dossiers of its queue.
// Everything can be reached without it, by links and by Tab.
"use strict";

(() => {
  const isTyping = (target) => target.isContentEditable || target.tagName === "TEXTAREA" || target.tagName === "SELECT"
    || (target.tagName === "INPUT" && !/^(radio|checkbox)$/.test(target.type));
  const choices = (point) => [...point.querySelectorAll(".judge-form input[type=radio]")];
  const isSaid = (point) => {
    const reason = point.querySelector(".judge-form textarea");
    return Boolean(reason) && choices(point).some((choice) => choice.checked) && reason.value.trim() !== "";
  };
  const points = () => [...document.querySelectorAll("[data-point]")];
  const around = (element) => element.closest(".criterion, [data-point]");
  let last = null; // where one was before pressing a button
  document.addEventListener("focusin", (event) => { last = around(event.target) || last; });
  const here = () => around(document.activeElement) || last;

  const enter = (point) => {
    const said = choices(point);
    const target = said.find((choice) => choice.checked) || said[0] || point.querySelector("th a") || point;
    point.scrollIntoView({ block: said.length ? "start" : "nearest" });
    target.focus({ preventScroll: true });
  };

  // before or after where the focus is; round at the ends
  const step = (forward, all) => {
    const from = here();
    if (!all.length) return false;
    const side = forward ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
    const ahead = from ? all.filter((point) => from.compareDocumentPosition(point) & side) : all;
    const row = ahead.length ? ahead : all;
    enter(forward ? row[0] : row[row.length - 1]);
    return true;
  };

  const choose = (number) => {
    const point = here();
    const choice = point && choices(point)[number - 1];
    if (!choice) return false;
    choice.checked = true;
    choice.focus();
    choice.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  };

  const tick = () => {
    const point = here();
    const box = point && point.querySelector("input[type=checkbox][name='ho-so']");
    if (box) box.click();
    return Boolean(box);
  };

  // the reason of the nearest line above, taken over where none is written yet; it is read and changed like one's own
  const reasons = [...document.querySelectorAll(".judge-form textarea")];
  const above = (field) => reasons.slice(0, reasons.indexOf(field)).reverse().find((other) => other.value.trim());
  const takeOver = (field) => {
    const source = field && !field.value.trim() && above(field);
    if (!source) return false;
    field.value = source.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
    return true;
  };
  const offer = () => reasons.forEach((field) => {
    field.closest(".judge-form").querySelector("[data-as-above]").hidden = Boolean(field.value.trim()) || !above(field);
  });
  document.querySelectorAll("[data-as-above]").forEach((button) => {
    button.addEventListener("click", () => takeOver(button.closest(".judge-form").querySelector("textarea")));
  });
  document.addEventListener("input", offer);
  offer();
  const asAbove = () => {
    const point = here();
    return takeOver(point && point.querySelector(".judge-form textarea"));
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape" && event.target.closest(".judge-form") && isTyping(event.target)) {
      enter(event.target.closest(".criterion"));
      return;
    }
    if (isTyping(event.target)) return;
    const done = (event.key === "j" && step(true, points())) || (event.key === "k" && step(false, points()))
      || (/^[1-3]$/.test(event.key) && choose(Number(event.key))) || (event.key === "x" && tick())
      || (event.key === "t" && asAbove());
    if (done) event.preventDefault();
  });

  document.querySelectorAll("[data-next-point]").forEach((button) => {
    button.addEventListener("click", (event) => {
      const open = points().filter((point) => !isSaid(point));
      if (step(true, open)) event.preventDefault();
    });
  });
})();
