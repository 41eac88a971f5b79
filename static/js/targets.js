// The sheet of targets: what the rate may be at most follows as one types; a block from a spreadsheet is pasted like on
// the entry sheet, and one undo takes it back. The server computes and checks again.
"use strict";

(() => {
  const table = document.querySelector("[data-targets]");
  if (!table) return;
  const rows = [...table.querySelectorAll("[data-row]")];
  const isField = (target) => target.matches("input[data-column]");
  const columns = [
    { key: "at_least", title: "Giảm ít nhất (điểm %)", formula: "", isComputed: false },
    { key: "up_to", title: "Đến (điểm %)", formula: "", isComputed: false },
  ];

  // "1,5", "1.50" and "1,50 %" are 150 hundredths; blank is null; what is no rate of two decimals is undefined
  const hundredths = (text) => {
    const bare = window.portal.clean(text).replace(/\s*%$/, "");
    if (!bare) return null;
    const parts = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(bare);
    return parts ? Number(parts[1]) * 100 + Number((parts[2] || "").padEnd(2, "0")) : undefined;
  };
  const shown = (value) => `${Math.floor(value / 100)},${String(value % 100).padStart(2, "0")}`;

  // ---- what follows ----

  const derive = (row) => {
    const field = row.querySelector("input[data-column=at_least]");
    if (!field) return;
    const last = hundredths(row.dataset.last), least = hundredths(field.value);
    row.querySelector("[data-aim]").textContent = Number.isInteger(last) && Number.isInteger(least)
      ? shown(Math.max(0, last - least)) : "";
  };
  table.addEventListener("input", (event) => derive(event.target.closest("[data-row]")));
  rows.forEach(derive);

  // ---- taking back: a cell left, or a block pasted, is one step ----

  const done = [];
  const undoButton = document.querySelector("[data-undo]");
  const remember = (cells) => {
    const changed = cells.filter(([field, was]) => field.value !== was);
    if (changed.length) done.push(changed);
    undoButton.hidden = done.length === 0;
  };
  const put = (field, text) => {
    field.value = text;
    field.dataset.was = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const undo = () => {
    const step = done.pop();
    if (!step) return false;
    step.forEach(([field, was]) => put(field, was));
    note.hidden = true;
    step[0][0].focus();
    undoButton.hidden = done.length === 0;
    return true;
  };
  undoButton.addEventListener("click", undo);
  table.addEventListener("focusin", (event) => {
    if (isField(event.target)) event.target.dataset.was = event.target.value;
  });
  table.addEventListener("change", ({ target }) => {
    if (!isField(target)) return;
    remember([[target, target.dataset.was ?? target.defaultValue]]);
    target.dataset.was = target.value;
  });
  table.addEventListener("keydown", (event) => {
    const at = event.target;
    if (!isField(at)) return;
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z"
      && at.value === (at.dataset.was ?? at.value) && undo()) event.preventDefault();
  });

  // ---- from cell to cell: down and up a column, as on the entry sheet ----

  const go = (at, down) => {
    const column = [...table.querySelectorAll(`input[data-column="${at.dataset.column}"]`)];
    const next = column[column.indexOf(at) + (down ? 1 : -1)];
    if (next) next.select();
    return Boolean(next);
  };
  table.addEventListener("keydown", (event) => {
    if (!isField(event.target) || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const down = event.key === "ArrowDown" || (event.key === "Enter" && !event.shiftKey);
    if (!down && event.key !== "ArrowUp" && event.key !== "Enter") return;
    const moved = go(event.target, down);
    if (moved || event.key === "Enter") event.preventDefault(); // the last cell does not send the form
  });

  // ---- a block pasted from a spreadsheet ----

  const note = document.querySelector("[data-pasted]");
  table.addEventListener("paste", async (event) => {
    if (!isField(event.target)) return;
    const block = window.portal.readBlock(event.clipboardData);
    if (!block) { window.portal.refuseOne(event, note, hundredths); return; }
    event.preventDefault();
    const lines = rows.map((row) => ({
      code: row.dataset.row,
      name: row.dataset.name,
      before: row.dataset.last || "",
      cells: columns.map(({ key }) => {
        const cell = row.querySelector(`[data-column="${key}"]`);
        return { field: cell && cell.matches("input") ? cell : null, cell, text: cell ? cell.textContent : "" };
      }),
    }));
    const at = {
      row: rows.indexOf(event.target.closest("[data-row]")),
      column: columns.findIndex(({ key }) => key === event.target.dataset.column),
    };
    const placed = window.portal.place(block, lines, columns, at, () => "", hundredths, table.dataset.year);
    const numbers = window.portal.numbersAlone(placed, hundredths);
    const settled = await window.portal.settled(table, note, numbers, hundredths);
    if (!settled) return;
    const { puts, notes, way } = settled;
    const pasted = puts.map(([field]) => [field, field.value]);
    puts.forEach(([field, text]) => put(field, text));
    remember(pasted);
    window.portal.tellPasted(note, pasted, notes, way);
  });
})();
