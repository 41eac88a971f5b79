// The entry sheet recomputes as one types: rates, reductions, verdicts, sums. The server computes them again.
"use strict";

(() => {
  const sheet = document.querySelector("[data-sheet]");
  if (!sheet) return;
  const rows = [...sheet.querySelectorAll("[data-row]")];

  // "11.015" is 11015; blank is null; anything else is undefined
  const count = (text) => {
    const bare = text.trim();
    if (!bare) return null;
    const plain = /^\d{1,3}([. ]\d{3})+$/.test(bare) ? bare.replace(/\D/g, "") : bare;
    return /^\d+$/.test(plain) ? Number(plain) : undefined;
  };
  const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ".");
  // rates are whole hundredths, half up, in integers: no binary fractions
  const hundredths = (part, base) => (base ? Number((20000n * BigInt(part) + BigInt(base)) / (2n * BigInt(base))) : null);
  const shown = (value) => {
    if (value === null) return "–";
    const whole = Math.abs(value);
    return (value < 0 ? "-" : "") + grouped(Math.floor(whole / 100)) + "," + String(whole % 100).padStart(2, "0");
  };
  const given = (text) => (text ? Math.round(Number(text) * 100) : null);

  const value = (row, column) => {
    const cell = row.querySelector(`[data-column="${column}"]`);
    return cell ? count(cell.value ?? cell.textContent) : null;
  };

  const verdict = (reduction, target) => {
    if (reduction === null || target === null) return ["open", "Chưa đủ căn cứ"];
    if (reduction > target) return ["over", "Vượt"];
    return reduction === target ? ["met", "Đạt"] : ["not", "Không đạt"];
  };

  const limits = [
    ["poor", "households", "Hộ nghèo nhiều hơn tổng số hộ."],
    ["near_poor", "households", "Hộ cận nghèo nhiều hơn tổng số hộ."],
    ["minority_households", "households", "Hộ DTTS nhiều hơn tổng số hộ."],
    ["minority_poor", "minority_households", "Hộ nghèo DTTS nhiều hơn số hộ DTTS."],
    ["minority_poor", "poor", "Hộ nghèo DTTS nhiều hơn số hộ nghèo."],
  ];

  const check = (row) => {
    const faults = new Map();
    row.querySelectorAll("input[data-column]").forEach((field) => {
      if (count(field.value) === undefined) faults.set(field.dataset.column, "Ô này cần một số nguyên, ví dụ 11.015.");
    });
    limits.forEach(([part, whole, words]) => {
      const low = value(row, part), high = value(row, whole);
      if (Number.isInteger(low) && Number.isInteger(high) && low > high) faults.set(part, words);
    });
    const poor = value(row, "poor"), near = value(row, "near_poor"), all = value(row, "households");
    if ([poor, near, all].every(Number.isInteger) && poor <= all && poor + near > all) {
      faults.set("near_poor", "Hộ nghèo và hộ cận nghèo cộng lại nhiều hơn tổng số hộ.");
    }
    row.querySelectorAll("input[data-column]").forEach((field) => {
      const words = faults.get(field.dataset.column) || "";
      field.closest(".cell").classList.toggle("is-refused", Boolean(words));
      field.title = words;
      if (words) field.setAttribute("aria-invalid", "true"); else field.removeAttribute("aria-invalid");
    });
  };

  const derive = (row) => {
    const poor = value(row, "poor"), households = value(row, "households");
    const rate = Number.isInteger(poor) && households ? hundredths(poor, households) : null;
    const before = given(row.dataset.before), target = given(row.dataset.target);
    const reduction = rate === null || before === null ? null : before - rate;
    row.querySelector("[data-rate]").textContent = shown(rate);
    row.querySelector("[data-reduction]").textContent = shown(reduction);
    const [kind, words] = verdict(reduction, target);
    const mark = document.createElement("span");
    mark.className = "verdict verdict-" + kind;
    mark.textContent = words;
    row.querySelector("[data-verdict]").replaceChildren(mark);
  };

  const add = () => {
    const foot = sheet.querySelector("[data-sums]");
    if (!foot) return;
    const children = rows.filter((row) => row.dataset.own !== "1");
    const totals = {};
    foot.querySelectorAll("[data-sum]").forEach((cell) => {
      const values = children.map((row) => value(row, cell.dataset.sum));
      const known = values.filter(Number.isInteger);
      const whole = known.length === children.length;
      totals[cell.dataset.sum] = whole ? known.reduce((sum, number) => sum + number, 0) : null;
      cell.textContent = whole ? grouped(totals[cell.dataset.sum]) : `chưa đủ (${known.length}/${children.length})`;
      cell.classList.toggle("short", !whole);
    });
    const rate = totals.poor === null || !totals.households ? null : hundredths(totals.poor, totals.households);
    foot.querySelector("[data-sum-rate]").textContent = shown(rate);
  };

  const unsaved = document.querySelector("[data-unsaved]");
  sheet.addEventListener("input", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row) return;
    derive(row);
    check(row);
    add();
    if (unsaved) unsaved.hidden = false;
  });
  // leaving a cell groups its digits
  sheet.addEventListener("change", (event) => {
    const number = count(event.target.value || "");
    if (Number.isInteger(number)) event.target.value = grouped(number);
  });

  const fields = () => rows.map((row) => [...row.querySelectorAll("input[data-column]")]).filter((line) => line.length);
  const move = (field, down, right) => {
    const grid = fields();
    const line = grid.findIndex((cells) => cells.includes(field));
    const target = grid[line + down] && grid[line + down][grid[line].indexOf(field) + right];
    if (target) { target.focus(); target.select(); }
  };
  sheet.addEventListener("keydown", (event) => {
    if (!event.target.matches("input[data-column]") || event.ctrlKey) return;
    const at = event.target;
    if (event.key === "Enter" || event.key === "ArrowDown") { event.preventDefault(); move(at, 1, 0); }
    if (event.key === "ArrowUp") { event.preventDefault(); move(at, -1, 0); }
    if (event.key === "ArrowLeft" && at.selectionStart === 0 && at.selectionEnd === 0) { event.preventDefault(); move(at, 0, -1); }
    if (event.key === "ArrowRight" && at.selectionStart === at.value.length) { event.preventDefault(); move(at, 0, 1); }
  });
  // a block pasted from Excel fills the cells below and to the right
  sheet.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
    if (!event.target.matches("input[data-column]") || !/[\t\n]/.test(text)) return;
    event.preventDefault();
    const grid = fields();
    const top = grid.findIndex((cells) => cells.includes(event.target));
    const left = grid[top].indexOf(event.target);
    text.split(/\r?\n/).forEach((line, down) => line.split("\t").forEach((cell, right) => {
      const field = grid[top + down] && grid[top + down][left + right];
      if (!field) return;
      field.value = cell.trim();
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }));
  });
})();
