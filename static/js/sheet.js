// The entry sheet recomputes as one types: rates, reductions, verdicts, sums. The server computes them again.
"use strict";

(() => {
  const sheet = document.querySelector("[data-sheet]");
  if (!sheet) return;
  const rows = [...sheet.querySelectorAll("[data-row]")];
  const children = rows.filter((row) => !("own" in row.dataset));
  const own = rows.find((row) => "own" in row.dataset);
  const foot = sheet.querySelector("[data-sums]");
  const MOST = 2000000000;

  // ---- numbers ----

  // "11.015" is 11015; blank is null; what is no count is undefined
  const count = (text) => {
    const bare = window.portal.clean(text);
    if (!bare) return null;
    const plain = /^[1-9]\d{0,2}([. ,])\d{3}(\1\d{3})*$/.test(bare) ? bare.replace(/\D/g, "") : bare;
    return /^\d+$/.test(plain) && Number(plain) <= MOST ? Number(plain) : undefined;
  };
  window.portal.count = count;
  const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ".");
  // rates are whole hundredths, half up, in whole numbers: no binary fractions
  const hundredths = (part, base) => (base ? Number((20000n * BigInt(part) + BigInt(base)) / (2n * BigInt(base))) : null);
  const given = (text) => {
    const parts = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(text || "");
    return parts ? Number(parts[1] + "1") * (Number(parts[2]) * 100 + Number((parts[3] || "").padEnd(2, "0"))) : null;
  };
  const shown = (value) => {
    if (value === null) return "";
    const whole = Math.abs(value);
    return (value < 0 ? "-" : "") + grouped(Math.floor(whole / 100)) + "," + String(whole % 100).padStart(2, "0");
  };

  // ---- one row ----

  const goTo = (field) => {
    if (window.portal.reveal) window.portal.reveal(field); // on a phone one unit is shown at a time
    field.focus();
  };
  const value = (row, column) => {
    const cell = row.querySelector(`[data-column="${column}"]`);
    return cell ? count(cell.value ?? cell.textContent) : null;
  };
  const isNumber = Number.isInteger;
  const rateOf = (poor, households) => (isNumber(poor) && households ? hundredths(poor, households) : null);

  // as the server's `Finding` says it: of a range the lower end decides, more than the upper end is more than asked
  const mark = (reduction, { target, targetTo }) => {
    const least = given(target), most = given(targetTo) ?? least;
    const [kind, words] = reduction === null || least === null ? ["open", "Chưa đủ căn cứ"]
      : reduction < least ? ["not", "Không đạt"]
        : reduction > most ? ["over", "Vượt"] : ["met", "Đạt"];
    const found = document.createElement("span");
    found.className = `verdict verdict-${kind}`;
    found.textContent = words;
    return found;
  };

  // what follows from other columns: "+a-b" is a sum, "a/b" a rate of two
  const follow = (formula, valueOf) => {
    const ratio = /^(\w+)\/(\w+)$/.exec(formula);
    if (ratio) {
      const part = valueOf(ratio[1]), base = valueOf(ratio[2]);
      return isNumber(part) && base ? shown(hundredths(part, base)) : "";
    }
    let total = 0;
    for (const [, sign, key] of formula.matchAll(/([+-])(\w+)/g)) {
      const number = valueOf(key);
      if (!isNumber(number)) return "";
      total += sign === "-" ? -number : number;
    }
    return (total < 0 ? "-" : "") + grouped(Math.abs(total));
  };
  const compute = (row) => row.querySelectorAll("[data-formula]").forEach((cell) => {
    const words = cell.querySelector("span");
    if (row.querySelector("input[data-column]")) words.textContent = follow(cell.dataset.formula, (key) => value(row, key));
  });

  const derive = (row) => {
    compute(row);
    if (!row.querySelector("[data-rate]")) return;
    const poor = value(row, "poor");
    const rate = rateOf(poor, value(row, "households"));
    const before = given(row.dataset.before);
    const reduction = rate === null || before === null ? null : before - rate;
    row.querySelector("[data-rate]").textContent = shown(rate);
    row.querySelector("[data-reduction]").textContent = shown(reduction);
    row.querySelector("[data-verdict]").replaceChildren(mark(reduction, row.dataset));
    const panel = document.querySelector(`[data-panel="${row.dataset.row}"]`);
    if (panel) {
      panel.querySelector("[data-panel-poor]").textContent = isNumber(poor) ? grouped(poor) : "";
      panel.querySelector("[data-panel-rate]").textContent = shown(rate);
    }
  };

  // part, whole, words: the same identities as the server's
  const LIMITS = [
    ["poor", "households", "Hộ nghèo", "tổng số hộ"],
    ["near_poor", "households", "Hộ cận nghèo", "tổng số hộ"],
    ["average_households", "households", "Hộ có mức sống trung bình", "tổng số hộ"],
    ["minority_households", "households", "Hộ DTTS", "tổng số hộ"],
    ["minority_poor", "minority_households", "Hộ nghèo DTTS", "số hộ DTTS"],
    ["minority_poor", "poor", "Hộ nghèo DTTS", "số hộ nghèo"],
    ["minority_area_households", "households", "Hộ vùng DTTS và miền núi", "tổng số hộ"],
    ["minority_area_poor", "minority_area_households", "Hộ nghèo vùng DTTS", "số hộ vùng DTTS và miền núi"],
    ["minority_area_poor", "poor", "Hộ nghèo vùng DTTS", "số hộ nghèo"],
    ["poor_people", "people", "Khẩu nghèo", "nhân khẩu"],
    ["near_poor_people", "people", "Khẩu cận nghèo", "nhân khẩu"],
    ["average_people", "people", "Khẩu có mức sống trung bình", "nhân khẩu"],
  ];
  const faultsOf = (row) => {
    const faults = new Map();
    row.querySelectorAll("input[data-column]").forEach((field) => {
      if (count(field.value) === undefined) {
        faults.set(field.dataset.column, `«${field.value.trim()}» không phải là số nguyên, ví dụ 11.015.`);
      }
    });
    LIMITS.forEach(([part, whole, what, than]) => {
      const low = value(row, part), high = value(row, whole);
      if (isNumber(low) && isNumber(high) && low > high && !faults.has(part)) {
        faults.set(part, `${what} (${grouped(low)}) nhiều hơn ${than} (${grouped(high)}).`);
      }
    });
    const poor = value(row, "poor"), near = value(row, "near_poor"), all = value(row, "households");
    if ([poor, near, all].every(isNumber) && poor <= all && poor + near > all && !faults.has("near_poor")) {
      faults.set("near_poor", `Hộ nghèo và hộ cận nghèo cộng lại (${grouped(poor + near)}) nhiều hơn tổng số hộ (${grouped(all)}).`);
    }
    const people = value(row, "people");
    if ([people, all].every(isNumber) && people < all && !faults.has("people")) {
      faults.set("people", `Nhân khẩu (${grouped(people)}) ít hơn tổng số hộ (${grouped(all)}).`);
    }
    return faults;
  };

  // the refusal stands in a row of its own under the cell, and goes when the cell is right
  const check = (row) => {
    const fields = [...row.querySelectorAll("input[data-column]")];
    if (!fields.length) return;
    const faults = faultsOf(row);
    const old = sheet.querySelector(`[data-msg="${row.dataset.row}"]`);
    if (old) old.remove();
    fields.forEach((field) => {
      const isBad = faults.has(field.dataset.column);
      field.closest(".cell").classList.toggle("is-refused", isBad);
      if (isBad) {
        field.setAttribute("aria-invalid", "true");
        field.setAttribute("aria-describedby", "loi-" + field.name);
      } else {
        field.removeAttribute("aria-invalid");
        field.removeAttribute("aria-describedby");
      }
    });
    if (!faults.size) return;
    const line = document.createElement("tr");
    line.className = "msg";
    line.dataset.msg = row.dataset.row;
    const cell = document.createElement("td");
    cell.colSpan = row.cells.length;
    faults.forEach((words, column) => {
      const text = document.createElement("div");
      text.className = "msg-text";
      text.id = `loi-${row.dataset.row}-${column}`;
      text.textContent = words + " Số đã nhập vẫn được giữ.";
      cell.append(text);
    });
    line.append(cell);
    row.after(line);
  };

  // ---- sums ----

  const add = () => {
    if (!foot) return;
    const totals = {};
    const expected = children.length + Number(foot.dataset.hidden || 0);
    foot.querySelectorAll("[data-sum]").forEach((cell) => {
      const column = cell.dataset.sum;
      if (cell.dataset.sumFormula) {
        const sums = (key) => {
          const numbers = children.map((row) => value(row, key)).filter(isNumber);
          return numbers.length && numbers.length === expected ? numbers.reduce((sum, number) => sum + number, 0) : undefined;
        };
        cell.textContent = follow(cell.dataset.sumFormula, sums);
        return;
      }
      const known = children.map((row) => value(row, column)).filter(isNumber);
      const isWhole = known.length > 0 && known.length === expected;
      totals[column] = isWhole ? known.reduce((sum, number) => sum + number, 0) : null;
      cell.textContent = isWhole ? grouped(totals[column]) : `chưa đủ (${known.length}/${expected})`;
      cell.classList.toggle("short", !isWhole);
      const mine = own ? value(own, column) : null;
      if (isWhole && isNumber(mine) && mine !== totals[column]) {
        const apart = document.createElement("small");
        apart.className = "apart";
        const difference = mine - totals[column];
        apart.textContent = `lệch ${difference < 0 ? "-" : ""}${grouped(Math.abs(difference))}`;
        cell.append(apart);
      }
    });
    if (!foot.querySelector("[data-sum-rate]")) return;
    const rate = rateOf(totals.poor, totals.households);
    const before = given(foot.dataset.before);
    const reduction = rate === null || before === null ? null : before - rate;
    foot.querySelector("[data-sum-rate]").textContent = shown(rate);
    foot.querySelector("[data-sum-reduction]").textContent = shown(reduction);
    foot.querySelector("[data-sum-verdict]").replaceChildren(mark(reduction, foot.dataset));
  };

  // ---- what is not yet right, above the sheet ----

  const bar = document.querySelector("[data-live]");
  const unsaved = document.querySelector("[data-unsaved]");
  const tell = () => {
    const refused = [...sheet.querySelectorAll(".is-refused input")];
    bar.hidden = refused.length === 0;
    if (!refused.length) return;
    const words = document.createElement("span");
    const strong = document.createElement("b");
    strong.textContent = "Chưa lưu được: ";
    words.append(strong, `còn ${refused.length} ô chưa nhận.`);
    const link = document.createElement("a");
    link.href = "#" + refused[0].id;
    link.textContent = `Đến ô ${refused[0].getAttribute("aria-label")}`;
    link.addEventListener("click", (event) => { event.preventDefault(); goTo(refused[0]); refused[0].select(); });
    bar.replaceChildren(words, link);
  };

  sheet.addEventListener("input", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row) return;
    derive(row);
    add();
    const cell = event.target.closest(".cell");
    if (cell) cell.classList.remove("is-saved");
    if (cell) cell.classList.toggle("is-waiting", event.target.value !== event.target.defaultValue);
    if (unsaved) unsaved.hidden = !sheet.querySelector(".is-waiting");
  });

  // what was typed before and comes back (another form was opened in between) counts as if typed now
  const back = rows.filter((row) => [...row.querySelectorAll("input[data-column]")]
    .some((field) => field.value !== field.defaultValue));
  back.forEach((row) => {
    derive(row);
    row.querySelectorAll("input[data-column]").forEach((field) => {
      field.closest(".cell").classList.toggle("is-waiting", field.value !== field.defaultValue);
    });
  });
  if (back.length) {
    add();
    back.forEach(check);
    tell();
    if (unsaved) unsaved.hidden = false;
  }

  // ---- what was just stored is marked once ----

  const form = sheet.closest("form");
  const storeKey = form ? "vua-luu:" + form.dataset.keep : "";
  try {
    const names = JSON.parse(sessionStorage.getItem(storeKey) || "[]");
    sessionStorage.removeItem(storeKey);
    if (document.querySelector(".notice") && !document.querySelector(".error-summary")) {
      names.forEach((name) => {
        const field = sheet.querySelector(`input[name="${CSS.escape(name)}"]`);
        if (field) field.closest(".cell").classList.add("is-saved");
      });
    }
    if (form) {
      form.addEventListener("submit", () => {
        const changed = [...sheet.querySelectorAll(".is-waiting input")].map((field) => field.name);
        sessionStorage.setItem(storeKey, JSON.stringify(changed));
      });
    }
  } catch { /* without storage there is no mark; the sheet works */ }

  // ---- taking back: a cell left, or a block pasted, is one step ----

  const done = [];
  const undoButton = document.querySelector("[data-undo]");
  const remember = (cells) => {
    const changed = cells.filter(([field, was]) => field.value !== was);
    if (changed.length) done.push(changed);
    if (undoButton) undoButton.hidden = done.length === 0;
  };
  const put = (field, text) => {
    field.value = text;
    field.dataset.was = text;
    ["input", "change"].forEach((kind) => field.dispatchEvent(new Event(kind, { bubbles: true })));
  };
  let isTakingBack = false, isPasting = false;
  const undo = () => {
    const step = done.pop();
    if (!step) return false;
    isTakingBack = true;
    step.forEach(([field, was]) => put(field, was));
    sheet.dispatchEvent(new Event("portal:typed"));
    isTakingBack = false;
    if (pastedNote) pastedNote.hidden = true;
    goTo(step[0][0]);
    if (undoButton) undoButton.hidden = done.length === 0;
    return true;
  };
  sheet.addEventListener("focusin", (event) => {
    if (event.target.matches("input[data-column]")) event.target.dataset.was = event.target.value;
  });
  if (undoButton) undoButton.addEventListener("click", undo);
  // leaving a cell checks its row and groups its digits
  sheet.addEventListener("change", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row || !event.target.matches("input[data-column]")) return;
    const typed = event.target.value, number = count(typed);
    if (isNumber(number)) event.target.value = grouped(number);
    if (!isPasting && window.portal.isAmbiguous(typed)) tellCommas(window.portal.commas([window.portal.clean(typed)]));
    const was = event.target.dataset.was;
    if (!isTakingBack && was !== undefined && was !== event.target.value) {
      remember([[event.target, was]]);
      event.target.dataset.was = event.target.value;
    }
    check(row);
    tell();
  });

  // ---- moving ----

  const fields = () => rows.map((row) => [...row.querySelectorAll("input[data-column]")]).filter((line) => line.length);
  const move = (field, down, right) => {
    const grid = fields();
    const line = grid.findIndex((cells) => cells.includes(field));
    const target = grid[line + down] && grid[line + down][grid[line].indexOf(field) + right];
    if (target) { goTo(target); target.select(); }
    return Boolean(target);
  };
  const isWholeSelected = (field) => field.selectionStart === 0 && field.selectionEnd === field.value.length;
  sheet.addEventListener("keydown", (event) => {
    const at = event.target;
    const isPlain = at.matches("input[data-column]") && (at.dataset.was === undefined || at.value === at.dataset.was);
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z" && isPlain && undo()) {
      event.preventDefault();
      return;
    }
    if (!at.matches("input[data-column]") || event.ctrlKey || event.metaKey || event.altKey) return;
    const steps = {
      Enter: [event.shiftKey ? -1 : 1, 0],
      ArrowDown: [1, 0],
      ArrowUp: [-1, 0],
      ArrowLeft: at.selectionEnd === 0 || isWholeSelected(at) ? [0, -1] : null,
      ArrowRight: at.selectionStart === at.value.length || isWholeSelected(at) ? [0, 1] : null,
    };
    const step = steps[event.key];
    if (!step || (event.shiftKey && event.key !== "Enter")) return;
    event.preventDefault();
    move(at, ...step);
  });

  // ---- a block pasted from a spreadsheet ----

  const columns = JSON.parse(sheet.dataset.columns).map(([key, title, formula, spellings]) => (
    { key, title, formula, spellings, isComputed: formula !== "" }));
  const grid = () => rows.map((row) => ({
    code: row.dataset.row,
    name: row.dataset.name,
    before: row.dataset.last || "",
    cells: columns.map(({ key }) => {
      const cell = row.querySelector(`[data-column="${key}"], [data-key="${key}"]`);
      const field = cell && cell.matches("input") ? cell : null;
      return { field, cell, text: cell ? cell.textContent : "" };
    }),
  }));
  // a computed cell is not pasted over; a figure that says otherwise is told
  const disagreeing = (lines, beside) => beside.flatMap(({ row, column, value: pasted }) => {
    const words = lines.find((line) => line.code === row.code).cells[column].cell.querySelector("span").textContent;
    const bare = (text) => text.replace(/%/g, "").replace(/[\s.]/g, "").replace(/,?0+$/, "");
    return words && bare(words) !== bare(pasted.replace(/^(\d+)\.(\d{1,2})%?$/, "$1,$2"))
      ? [`${row.name}, ${columns[column].title}: dán ${pasted}, cổng tính ${words}`] : [];
  });

  const pastedNote = document.querySelector("[data-pasted]");
  const tellCommas = (words) => {
    if (!pastedNote) return;
    pastedNote.replaceChildren(words);
    pastedNote.hidden = false;
  };
  sheet.addEventListener("paste", async (event) => {
    if (!event.target.matches("input[data-column]")) return;
    const block = window.portal.readBlock(event.clipboardData);
    if (!block) { window.portal.refuseOne(event, pastedNote, count); return; }
    event.preventDefault();
    const lines = grid();
    const at = {
      row: rows.indexOf(event.target.closest("[data-row]")),
      column: columns.findIndex(({ key }) => key === event.target.dataset.column),
    };
    const placed = window.portal.place(block, lines, columns, at, follow, count, sheet.dataset.year, JSON.parse(sheet.dataset.splits));
    const settled = await window.portal.settled(sheet, pastedNote, placed, count);
    if (!settled) return;
    const { puts, beside, notes, way } = settled;
    const pasted = puts.map(([field]) => [field, field.value]);
    puts.forEach(([field, text]) => { field.value = text; });
    isTakingBack = isPasting = true;
    ["input", "change"].forEach((kind) => {
      pasted.forEach(([field]) => field.dispatchEvent(new Event(kind, { bubbles: true })));
    });
    isTakingBack = isPasting = false;
    remember(pasted);
    sheet.dispatchEvent(new Event("portal:typed"));
    pasted.forEach(([field]) => { field.dataset.was = field.value; });
    const apart = disagreeing(lines, beside);
    if (apart.length) notes.push(`Ô cổng tự tính không dán; ${apart.length} số khác với số cổng tính: ${window.portal.some(apart)}.`);
    window.portal.tellPasted(pastedNote, pasted, notes, way);
  });

  // ---- the panel follows the row one is in ----

  const panels = [...document.querySelectorAll("[data-panel]")];
  sheet.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row) return;
    panels.forEach((panel) => {
      panel.hidden = panel.dataset.panel !== row.dataset.row;
      panel.open = !panel.hidden;
    });
  });

  // pressing a button must not first leave the cell: a message that opens there would push the button away
  document.querySelectorAll("#bang button, .sheet-bar a").forEach((button) => {
    button.addEventListener("mousedown", (event) => event.preventDefault());
  });
})();
