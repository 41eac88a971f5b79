// Where the cells of a pasted block go: by the names of units and the heads of columns where the block has them, else by
// place, locked and computed cells passed over where they stand. Whatever does not fit is told, never dropped.
"use strict";

(() => {
  const PREFIX = /^(xã|phường|thị trấn|thị xã|huyện|thành phố|đặc khu|thôn|khu phố|tỉnh|x\.|p\.|tt\.?|tx\.|h\.|tp\.?|kp\.)\s*/;
  const TOTAL = /^(tổng|cộng|tổng cộng|tổng số|toàn (huyện|xã|tỉnh|thành phố)|khu vực .*)$/;
  const LISTED = 6, LETTERS = 160, ITEM = 60; // what a sentence lists before it says how many more there are

  const lower = (text) => window.portal.clean(text).toLowerCase().replace(/ð/g, "đ");
  const short = (text) => lower(text).replace(PREFIX, "");
  const plain = (text) => short(text).normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d");
  const hasLetters = (text) => /\p{L}/u.test(text);

  // the row that a cell names: the whole name first, then without "Xã", then without tones; never one of several
  const finder = (rows) => (text) => {
    if (!text) return null;
    const code = rows.find((row) => row.code === text);
    if (code) return code;
    if (!hasLetters(text)) return null;
    for (const key of [lower, short, plain]) {
      const found = rows.filter((row) => key(row.name) === key(text));
      if (found.length) return found.length === 1 ? found[0] : null;
    }
    return null;
  };

  // the column of the block that names units: letters that are names, or codes on most lines
  const namesAt = (block, find) => {
    const width = Math.max(...block.map((row) => row.cells.length));
    let best = null;
    for (let at = 0; at < width; at += 1) {
      const cells = block.map((row) => row.cells[at] || "").filter(Boolean);
      const named = cells.filter((text) => find(text));
      const isWords = named.some(hasLetters);
      const isMore = !best || named.length > best.named || (named.length === best.named && isWords && !best.isWords);
      if (named.length && (isWords || named.length * 2 > cells.length) && isMore) best = { at, named: named.length, isWords };
    }
    return best ? best.at : null;
  };

  // the columns beside the names whose cells are codes of units: of this table, or as long as its codes
  const codesAt = (block, names, rows) => {
    const width = Math.max(...block.map((row) => row.cells.length));
    const lengths = new Set(rows.map((row) => row.code.length));
    const isCode = (text, at) => rows.some((row) => row.code === text)
      || (at < names && /^\d{3,}$/.test(text) && lengths.has(text.length));
    return new Set(Array.from({ length: width }, (_, at) => at).filter((at) => {
      const cells = block.map((row) => row.cells[at] || "").filter((text) => /\d/.test(text));
      return at !== names && cells.length && cells.filter((text) => isCode(text, at)).length * 2 > cells.length;
    }));
  };

  // a head without the unit in brackets behind it: "Giảm ít nhất (điểm %)"
  const head = (text) => plain(text).replace(/\s*\([^)]*\)$/, "");

  // block column → column of the sheet, by the heads that the block carries: each head once, at least two of them
  const byHeads = (block, first, columns) => {
    const once = (title) => columns.filter((column) => head(column.title) === title).length === 1;
    const lines = block.slice(0, first).map((row) => new Map(row.cells.flatMap((text, at) => {
      const title = head(text || "");
      const is = title && once(title) && row.cells.filter((other) => head(other || "") === title).length === 1;
      return is ? [[at, columns.findIndex((column) => head(column.title) === title)]] : [];
    })));
    const best = lines.sort((a, b) => b.size - a.size)[0];
    return best && best.size >= 2 ? best : null;
  };

  // without heads: one column after the other. Whether the block holds computed columns too is seen by what stands there
  const byPlace = (lines, from, start, columns, follow) => {
    const width = Math.max(...lines.map((line) => line.cells.length)) - from;
    const all = columns.map((_, at) => at).slice(start);
    const typed = all.filter((at) => !columns[at].isComputed);
    const computed = all.slice(0, width).filter((at) => columns[at].isComputed);
    const isWhole = (text) => /^\d[\d. ,]*$/.test(text) && Number.isInteger(window.portal.count(text));
    const holds = !computed.length || lines.some((line) => computed.some((at) => {
      const text = line.cells[from + at - start] || "";
      if (!text) return false;
      const values = (key) => window.portal.count(line.cells[from + columns.findIndex((c) => c.key === key) - start] || "");
      const follows = follow(columns[at].formula, values);
      return !isWhole(text) || (follows && window.portal.count(follows) === window.portal.count(text));
    }));
    const order = holds ? all : typed;
    return new Map(Array.from({ length: width }, (_, right) => [from + right, order[right] ?? null]));
  };

  const cut = (text) => (text.length > ITEM ? `${text.slice(0, ITEM - 1)}…` : text);
  const some = (items, what = "chỗ") => {
    const told = [];
    let letters = 0;
    for (const item of items.slice(0, LISTED).map(cut)) {
      letters += item.length + 2;
      if (told.length && letters > LETTERS) break;
      told.push(item);
    }
    return told.join("; ") + (items.length > told.length ? ` … và ${items.length - told.length} ${what} nữa` : "");
  };
  // a comma parts thousands in English and decimals in Vietnamese: a count is whole, so it is read as thousands and told
  window.portal.isAmbiguous = (text) => /^\d{1,3}(,\d{3})+$/.test(window.portal.clean(text));
  const valuesOf = (cells) => cells.filter(Boolean).join("; ");

  // rows: [{code, name, cells: [{field, text}]}] in the order of the page, cells in the order of `columns`;
  // `read` tells what a cell says, so that "1,50" is no other figure than "1,5"
  window.portal.place = (block, rows, columns, at, follow, read = window.portal.count) => {
    const find = finder(rows);
    const visible = block.filter((row) => !row.hidden);
    const names = namesAt(visible, find);
    const notes = [], puts = [], beside = [];
    const hidden = block.length - visible.length;
    if (hidden) notes.push(`${hidden} dòng bị ẩn trong bảng tính không được dán.`);
    if (block.hiddenColumns) notes.push(`${block.hiddenColumns} cột bị ẩn trong bảng tính không được dán.`);

    // which line goes to which row of the sheet
    const lines = [];
    let next = at.row;
    const firstNamed = names === null ? -1 : visible.findIndex((row) => find(row.cells[names] || ""));
    const text = [], unknown = [], totals = [], twice = [], beyond = [], parted = [];
    const codes = names === null ? new Set() : codesAt(visible, names, rows);
    // what else on the line names a unit: its code, or its name where the codes were taken for names
    const other = (cells, target) => cells.find((cell, x) => x !== names && cell
      && (codes.has(x) ? /\d/.test(cell) && cell !== target.code : hasLetters(cell) && find(cell) && find(cell) !== target));
    visible.forEach((row, y) => {
      if (!row.cells.some(Boolean)) { if (names === null) next += 1; return; }
      const isText = !row.cells.some((cell, x) => x !== names && /\d/.test(cell) && !hasLetters(cell));
      if (names !== null) {
        const called = row.cells[names] || "";
        const target = find(called);
        const says = target && other(row.cells, target);
        if (says) parted.push(`«${called}» cạnh «${says}»`);
        else if (target && lines.some((line) => line.row === target)) twice.push(called);
        else if (target) lines.push({ row: target, cells: row.cells });
        else if (isText || y < firstNamed) text.push(called || valuesOf(row.cells));
        else if (TOTAL.test(lower(called))) totals.push(called);
        else unknown.push(`«${called || "không tên"}» (${valuesOf(row.cells.filter((_, x) => x !== names))})`);
        return;
      }
      if (isText && y === 0) { text.push(valuesOf(row.cells)); return; }
      if (rows[next]) lines.push({ row: rows[next], cells: row.cells }); else beyond.push(valuesOf(row.cells));
      next += 1;
    });
    const quarrel = parted.length ? [`Mã và tên không phải của cùng một đơn vị, không dán: ${some(parted, "dòng")}.`] : [];
    if (!lines.length) return { puts, beside, notes: [...quarrel, "Không dòng nào trong khối dán khớp với bảng; chưa dán gì."], way: "" };

    let from = names === null ? 0 : names + 1;
    while (codes.has(from)) from += 1;
    const heads = names === null ? null : byHeads(visible, firstNamed, columns);
    const goes = heads || byPlace(lines, from, at.column, columns, follow);

    const locked = new Map(), outside = [], blanks = [], commas = [];
    let replaced = 0;
    lines.forEach(({ row, cells }) => cells.forEach((value, x) => {
      if (x === names || !value) {
        const kept = goes.has(x) && goes.get(x) !== null && row.cells[goes.get(x)];
        if (x !== names && kept && kept.field && kept.field.value) blanks.push(row.name);
        return;
      }
      const column = goes.has(x) ? goes.get(x) : null;
      if (column === null) {
        const isLabel = (x < from && /^\d{1,3}$/.test(value)) || codes.has(x) || find(value) === row;
        if (!isLabel) outside.push(`${row.name}: ${value}`);
        return;
      }
      const cell = row.cells[column];
      if (cell.field) {
        if (cell.field.value && read(cell.field.value) !== read(value)) replaced += 1;
        if (window.portal.isAmbiguous(value)) commas.push(value);
        puts.push([cell.field, value]);
      } else if (columns[column].isComputed) beside.push({ row, column, value });
      else if (read(cell.text) !== read(value)) locked.set(row.name, (locked.get(row.name) || 0) + 1);
    }));

    if (replaced) notes.push(`${replaced} số đang có được thay bằng số dán.`);
    if (commas.length) notes.push(window.portal.commas(commas));
    if (locked.size) notes.push(`Đã khóa, không dán: ${some([...locked].map(([name, number]) => `${name} (${number} số)`), "đơn vị")}.`);
    notes.push(...quarrel);
    if (unknown.length) notes.push(`Không có trong bảng này, không dán: ${some(unknown, "dòng")}.`);
    if (twice.length) notes.push(`Có hai dòng cùng tên, chỉ dán dòng đầu: ${some(twice, "dòng")}.`);
    if (totals.length) notes.push(`Dòng cộng không dán, cổng tự cộng: ${some(totals, "dòng")}.`);
    if (text.length) notes.push(`Dòng chỉ có chữ không dán: ${some(text, "dòng")}.`);
    if (beyond.length) notes.push(`${beyond.length} dòng nằm ngoài bảng, không dán: ${some(beyond, "dòng")}.`);
    if (outside.length) notes.push(`${outside.length} số nằm ngoài các cột của bảng, không dán: ${some(outside, "ô")}.`);
    if (blanks.length) notes.push(`${blanks.length} ô trống trong khối dán: giữ số đang có.`);
    const way = names !== null ? "theo tên đơn vị" : `theo vị trí, từ ${lines[0].row.name} đến ${lines[lines.length - 1].row.name}`;
    return { puts, beside, notes, way: heads ? `${way} và tiêu đề cột` : way };
  };
  window.portal.some = some;
  window.portal.commas = (texts) => `Dấu phẩy được đọc là dấu ngăn cách hàng nghìn: ${
    some(texts.map((text) => `«${text}» là ${text.replace(/,/g, ".")}`), "ô")}. Nếu đó là số thập phân thì sửa lại trước khi lưu.`;

  // what was pasted and what was not, above the table
  window.portal.tellPasted = (note, pasted, notes, way) => {
    const units = new Set(pasted.map(([field]) => field.closest("[data-row]").dataset.row)).size;
    const strong = document.createElement("b");
    strong.textContent = pasted.length ? `Đã dán ${pasted.length} ô vào ${units} đơn vị, ${way}. Chưa lưu.` : "Chưa dán ô nào.";
    const list = document.createElement("ul");
    notes.forEach((words) => {
      const item = document.createElement("li");
      item.textContent = words;
      list.append(item);
    });
    note.replaceChildren(strong, ...(notes.length ? [list] : []));
    note.hidden = false;
  };
})();
