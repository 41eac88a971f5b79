// What is typed into the entry sheet is stored by itself a moment later, through the form's own door and with the
// edition of every row. What is refused or changed by somebody else is said in the bar; nothing typed is lost.
"use strict";

(() => {
  const form = document.getElementById("bang");
  const said = document.querySelector("[data-saved]");
  if (!form || !said) return;
  const WAIT = 3000, AGAIN = 15000; // milliseconds after the last key; after a lost line
  const unsaved = document.querySelector("[data-unsaved]");
  let timer = 0, underWay = null;

  const say = (words, isBad = false) => {
    said.textContent = words;
    said.classList.toggle("late", isBad);
  };
  const waiting = () => [...form.querySelectorAll("[data-row]")]
    .filter((row) => row.querySelector(".is-waiting") && !row.querySelector(".is-refused"));
  const cellsOf = (row) => [...row.querySelectorAll("input[data-column]")];

  const settle = (row, sent, answer) => {
    row.querySelector("input[name$='-edition']").value = answer.edition;
    row.querySelector("input[name$='-opened']").value = answer.opened;
    const state = row.querySelector("th small");
    if (state.textContent.trim() !== answer.state) state.textContent = answer.state;
    cellsOf(row).forEach((field) => {
      const isSame = window.portal.count(field.value) === window.portal.count(sent.get(field));
      const cell = field.closest(".cell"), wasWaiting = cell.classList.contains("is-waiting");
      field.defaultValue = isSame ? field.value : sent.get(field);
      cell.classList.toggle("is-waiting", !isSame);
      if (isSame && wasWaiting) cell.classList.add("is-saved");
    });
  };

  const store = async (rows) => {
    const data = new FormData();
    ["csrfmiddlewaretoken", "lan-gui"].forEach((name) => {
      if (form.elements[name]) data.set(name, form.elements[name].value);
    });
    const sent = new Map();
    rows.forEach((row) => row.querySelectorAll("input[name]").forEach((field) => {
      data.set(field.name, field.value);
      sent.set(field, field.value);
    }));
    let response, answer;
    try {
      response = await fetch(form.action, { method: "POST", body: data, headers: { "X-Tu-Luu": "1" } });
    } catch {
      say("Chưa tự lưu được vì mất kết nối; số bạn nhập vẫn còn, cổng sẽ thử lại.", true);
      plan(AGAIN);
      return;
    }
    try { answer = await response.json(); } catch { answer = null; }
    if (!answer) {
      say("Chưa tự lưu được; số bạn nhập vẫn còn. Bấm Lưu nháp.", true);
    } else if (answer.refused) {
      say(`Chưa tự lưu: ${answer.refused.join(" ")}`, true);
    } else {
      rows.forEach((row) => { if (answer.rows[row.dataset.row]) settle(row, sent, answer.rows[row.dataset.row]); });
      form.dispatchEvent(new Event("portal:stored"));
      if (unsaved) unsaved.hidden = !form.querySelector(".is-waiting");
      say(`Đã lưu ${answer.at}. `);
      const link = document.createElement("a");
      link.href = form.action;
      link.textContent = "Xem bước tiếp theo";
      said.append(link);
    }
  };
  const save = () => {
    clearTimeout(timer);
    if (underWay) return underWay.then(save);
    const rows = waiting();
    if (!rows.length) return Promise.resolve();
    say("Đang lưu…");
    underWay = store(rows).finally(() => { underWay = null; });
    return underWay;
  };
  const plan = (wait = WAIT) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  // what came back after a lost session waits until somebody has looked at it
  form.addEventListener("input", (event) => { if (event.isTrusted) plan(); });
  form.addEventListener("portal:typed", () => plan(), true);
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!underWay) return;
    event.preventDefault(); // the editions change with the answer
    underWay.then(() => form.requestSubmit());
  });
})();
