// Keys and care that every page shares. Pages work without it.
"use strict";

(() => {
  const keys = document.getElementById("phim-tat");
  const isTyping = (target) => target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  const menus = () => document.querySelectorAll("details.menu[open]");

  const search = () => {
    const field = document.querySelector("[data-search]");
    const link = document.querySelector(".search-link");
    if (field && field.offsetParent) { field.focus(); field.select(); return true; }
    if (link && link.offsetParent) { link.click(); return true; }
    return false;
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) {
      event.preventDefault();
      event.target.form.requestSubmit();
      return;
    }
    if (event.key === "Escape") menus().forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
    if (event.key === "/" && search()) event.preventDefault();
    if (event.key === "?" && keys) { event.preventDefault(); keys.showModal(); }
  });

  document.querySelectorAll("[data-open-keys]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => { menus().forEach((menu) => { menu.open = false; }); keys.showModal(); });
  });

  document.addEventListener("click", (event) => {
    menus().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
    const closed = event.target.closest("[aria-disabled='true']");
    if (closed) event.preventDefault();
  });

  // a second click while the first is on its way does nothing; the portal itself counts a form once
  const WAIT = 5000;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (Date.now() - Number(form.dataset.sentAt || 0) < WAIT) event.preventDefault();
    else form.dataset.sentAt = Date.now();
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent-at]").forEach((form) => { delete form.dataset.sentAt; });
  });

  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });

  // one box ticks all boxes of its name in the form
  document.querySelectorAll("[data-tick-all]").forEach((label) => {
    const all = label.querySelector("input");
    label.hidden = false;
    all.addEventListener("change", () => {
      all.form.querySelectorAll(`input[type=checkbox][name="${label.dataset.tickAll}"]`).forEach((box) => {
        box.checked = all.checked;
      });
    });
  });

  // a page that is there for one form begins in its first empty field; not on a phone, where the keyboard would cover it
  const begun = document.querySelector("[data-first-field]");
  const isElsewhere = location.hash || document.querySelector(".error-summary, .notice, .msg");
  if (begun && !isElsewhere && window.matchMedia("(min-width: 56.25rem)").matches) {
    const empty = [...begun.querySelectorAll("input, textarea")].find((field) => /^text(area)?$/.test(field.type)
      && !field.value && !field.readOnly && !field.disabled && field.offsetParent);
    if (empty && document.activeElement === document.body) empty.focus({ preventScroll: true });
  }

  // the list of errors takes the focus, so that it is read out first
  const summary = document.querySelector(".error-summary");
  if (summary) summary.focus();
})();
