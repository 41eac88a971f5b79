// Arrow keys (and the keys of a presenter) turn to the next or the previous dossier.
"use strict";

(() => {
  const isTyping = (target) => target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  const keys = { ArrowRight: "next", PageDown: "next", ArrowLeft: "prev", PageUp: "prev" };
  const isScreen = document.body.classList.contains("screen");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || isTyping(event.target)) return;
    const way = keys[event.key];
    if (!way || (!isScreen && event.key.startsWith("Page"))) return;
    const link = document.querySelector(`a[rel=${way}]`);
    if (link) { event.preventDefault(); link.click(); }
  });
})();
