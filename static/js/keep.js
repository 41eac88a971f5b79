// What is typed into a form marked data-keep survives an expired session and a lost connection:
// it stays in this tab until the portal has taken it, and comes back after signing in again.
"use strict";

(() => {
  const PREFIX = "giu:";
  const user = document.body.dataset.user || "";
  const refused = document.querySelector(".error-summary, .msg, body.is-refused");
  const kept = () => Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
  const read = (key) => {
    try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; }
  };
  const write = (key, entry) => {
    try { sessionStorage.setItem(key, JSON.stringify(entry)); } catch { /* full or closed: the page still works */ }
  };

  if (!user) {
    // the sign-in page: what was sent did not arrive
    kept().forEach((key) => write(key, { ...read(key), sent: false }));
    const note = document.querySelector("[data-kept-note]");
    if (note && kept().length) note.hidden = false;
    return;
  }

  // Back and reload show a form again, under the key with which it may have been sent
  const own = [...document.querySelectorAll("input[name=lan-gui]")];
  const known = (history.state || {}).sendingKeys || [];
  if (known.length === own.length) own.forEach((field, place) => { field.value = known[place]; });
  if (own.length) history.replaceState({ ...history.state, sendingKeys: own.map((field) => field.value) }, "");

  kept().forEach((key) => {
    const entry = read(key);
    const taken = entry && entry.sent && !refused
      && (document.querySelector(".notice") || entry.page !== location.pathname);
    if (!entry || taken) sessionStorage.removeItem(key);
  });

  // the portal has said that the key is used up: what was typed comes back, under another one
  if (document.querySelector("[data-key-used]")) {
    kept().forEach((key) => {
      const entry = read(key);
      if (!entry || !entry.typed) return;
      delete entry.typed["lan-gui"];
      write(key, entry);
    });
  }

  const isTyped = (field) => field.name && field.name !== "csrfmiddlewaretoken"
    && !/^(file|password|submit|button|reset)$/.test(field.type);
  const isTick = (field) => /^(radio|checkbox)$/.test(field.type);
  // the edition that was opened comes back too, so that somebody else's change is not overwritten, and so does the key
  // of the form, so that what arrived on a lost line is not made twice
  const isEdition = (field) => field.type === "hidden" && /(^|[-_])(version|edition|opened)$|^lan-gui$/.test(field.name);

  document.querySelectorAll("form[data-keep]").forEach((form, place) => {
    // a named form keeps its name wherever it stands on the page; others are told apart by their place
    const key = `${PREFIX}${user}:${form.dataset.keep || `${location.pathname}:${place}`}`;
    const fields = () => [...form.elements].filter(isTyped);
    const nameOf = (field) => (isTick(field) ? `${field.name}=${field.value}` : field.name);
    const valueOf = (field) => (isTick(field) ? field.checked : field.value);
    let opened = JSON.stringify(fields().map(valueOf));
    const entry = read(key);

    const restore = () => {
      let restored = 0;
      fields().forEach((field) => {
        const name = nameOf(field);
        if (!(name in entry.typed) || valueOf(field) === entry.typed[name]) return;
        if (field.type === "hidden" && !isEdition(field)) return;
        if (isTick(field)) field.checked = entry.typed[name]; else field.value = entry.typed[name];
        if (field.type !== "hidden") restored += 1;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      });
      return restored;
    };

    if (entry && !refused) {
      if (restore()) {
        const note = document.createElement("p");
        note.className = "kept";
        note.setAttribute("role", "status");
        note.append("Đã đưa lại những gì bạn nhập nhưng chưa được lưu. Kiểm tra rồi gửi, hoặc ");
        const drop = document.createElement("button");
        drop.type = "button";
        drop.className = "btn-link-plain";
        drop.textContent = "bỏ và dùng nội dung đang lưu";
        drop.addEventListener("click", () => { sessionStorage.removeItem(key); location.reload(); });
        note.append(drop, ".");
        form.prepend(note);
      } else {
        sessionStorage.removeItem(key);
      }
    }

    const isChanged = () => JSON.stringify(fields().map(valueOf)) !== opened;
    const remember = (sent) => {
      const typed = Object.fromEntries(fields().map((field) => [nameOf(field), valueOf(field)]));
      if (sent || isChanged()) write(key, { page: location.pathname, sent, typed });
    };
    form.addEventListener("input", () => remember(false));
    form.addEventListener("submit", () => remember(true));
    // a page that stores by itself says so: what stands as stored is no longer kept here
    form.addEventListener("portal:stored", () => {
      const stored = (field) => (isTick(field) ? field.defaultChecked : field.defaultValue);
      opened = JSON.stringify(fields().map(stored));
      if (isChanged()) remember(false); else sessionStorage.removeItem(key);
    });
    // another page of this tab gives back what was typed; a tab that is closed forgets it
    let isStaying = false;
    document.addEventListener("submit", () => { isStaying = true; });
    document.addEventListener("click", (event) => {
      isStaying = Boolean(event.target.closest("a[href]"));
      setTimeout(() => { isStaying = false; }, 3000); // the link was to a file: the page is still here
    });
    window.addEventListener("pageshow", () => { isStaying = false; });
    window.addEventListener("beforeunload", (event) => { if (!isStaying && isChanged()) event.preventDefault(); });
  });

  // whoever signs out leaves nothing behind on a shared machine
  document.querySelectorAll("form[data-forget]").forEach((form) => {
    form.addEventListener("submit", () => kept().forEach((key) => sessionStorage.removeItem(key)));
  });
})();
