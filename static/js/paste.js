// Where the cells of a pasted block go: by the names of units and the heads of columns where the block has them, else by
// place, locked and computed cells passed over where they stand. Whatever does not fit is told, never dropped.
"use strict";

(() => {
  const PREFIX = /^(xã|phường|thị trấn|thị xã|huyện|thành phố|đặc khu|thôn|khu phố|tỉnh|x\.|p\.|tt\.?|tx\.|h\.|tp\.?|kp\.)\s*/;
  const TOTAL = /^(tổng|cộng|tổng cộng|tổng số|toàn (huyện|xã|tỉnh|thành phố)|khu vực .*)$/;
  const DOUBTFUL = "Chưa chắc là số nào, không dán";
  const ONLY_FIGURES = "Sửa chỗ đó rồi dán lại; nếu số đúng là của bảng này thì chỉ chép các dòng số liệu.";
  const JUDGING = "Đang kiểm tra khối vừa dán…", LONGEST_WAIT = 20000; // milliseconds
  const OVERTAKEN = "Khối dán trước chưa kiểm tra xong thì có khối dán sau: không dán khối trước.";
  const HELD = "Chưa lưu vì khối dán chưa kiểm tra xong; xem lại rồi lưu lần nữa.";
  const LISTED = 6, LETTERS = 160, ITEM = 60; // what a sentence lists before it says how many more there are

  const lower = (text) => window.portal.clean(text).toLowerCase().replace(/ð/g, "đ");
  const short = (text) => lower(text).replace(PREFIX, "");
  const plain = (text) => short(text).normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d");
  const hasLetters = (text) => /\p{L}/u.test(text);
  const ABBREVIATED = { "x": "xã", "p": "phường", "tt": "thị trấn", "tx": "thị xã", "h": "huyện", "tp": "thành phố", "kp": "khu phố" };
  const kind = (text) => {
    const word = (PREFIX.exec(lower(text)) || ["", ""])[1].replace(".", "");
    return ABBREVIATED[word] || word;
  };
  // each word with its tones behind it, so that "hòa" is "hoà"
  const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;
  const toned = (text) => (text.match(/[\p{L}\p{N}]+/gu) || []).map((word) => {
    const letters = word.normalize("NFD");
    return letters.replace(TONES, "") + (letters.match(TONES) || []).join("");
  }).join(" ");

  // the row that a cell names: the whole name first, then without "Xã", then without tones; never one of several. Another
  // word for the kind is another unit, and so is a name with other marks: only one typed without any may mean any
  const finder = (rows) => (text) => {
    if (!text) return null;
    const code = rows.find((row) => row.code === text);
    if (code) return code;
    if (!hasLetters(text)) return null;
    const isBare = /^[\x20-\x7e]*$/.test(short(text));
    const isKind = (row) => !kind(text) || !kind(row.name) || kind(row.name) === kind(text);
    for (const key of [(name) => toned(lower(name)), (name) => toned(short(name)), ...(isBare ? [plain] : [])]) {
      const found = rows.filter((row) => isKind(row) && key(row.name) === key(text));
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

  // what stands in the way of going by place: the sentence that asks for the heads, or nothing
  const whyNotByPlace = ({ heads, names, lines, from, start, columns, last }) => {
    const ask = "Chép kèm dòng tiêu đề cột (tên cột như trong bảng này) rồi dán lại.";
    if (heads.length) {
      const called = heads[heads.length - 1].cells.filter((text, x) => x !== names && hasLetters(text));
      return `Không tiêu đề nào của khối dán có trong bảng này (${some(called.map((text) => `«${text}»`), "cột")}); chưa dán gì. ${ask}`;
    }
    const years = window.portal.yearsIn(lines, from, names);
    if (years) return `${years}, chưa biết là năm hay là số liệu; chưa dán gì. ${ask}`;
    if (names === null) return "";
    if (last === "asks") return `Cột đầu sau tên đơn vị để trống, chưa biết khối dán gồm những cột nào; chưa dán gì. ${ask}`;
    const wide = window.portal.figureColumns(lines, from), room = columns.length - start;
    return wide > room ? `Khối dán có ${wide} cột số, bảng từ ô đang chọn chỉ có ${room} cột; chưa dán gì. ${ask}` : "";
  };

  // a head that has nothing but years beside what it calls the units
  const areYears = (cells, names) => cells.every((text, x) => x === names || !/\d/.test(text) || hasLetters(text) || /^20\d\d$/.test(text));

  // which line of the block goes to which row of the sheet, and what is said of the others
  const placeLines = (visible, rows, start, { names, codes, find, firstNamed, part }) => {
    const found = { lines: [], above: [], text: [], unknown: [], totals: [], twice: [], beyond: [], parted: [], splits: [], numbered: 0 };
    let next = start, last = "";
    // what else on the line names a unit: its code, or its name where the codes were taken for names
    const other = (cells, target) => cells.find((cell, x) => x !== names && cell
      && (codes.has(x) ? /\d/.test(cell) && cell !== target.code : hasLetters(cell) && find(cell) && find(cell) !== target));
    visible.forEach((row, y) => {
      const { cells } = row;
      if (!cells.some(Boolean)) { if (names === null && found.lines.length) next += 1; return; }
      const isText = !cells.some((cell, x) => x !== names && /\d/.test(cell) && !hasLetters(cell));
      const isFirst = !found.lines.length && !found.beyond.length;
      if (isFirst && (found.above.length || y < firstNamed) && window.portal.numbersColumns(cells)) { found.numbered += 1; return; }
      // a form of two rows a unit: its name stands at the first of them
      const split = isText ? "" : cells.find((text, x) => x !== names && part(text)) || "";
      if (!isText && names !== null) last = cells[names] || (split ? last : "");
      if (part(split) === "other") { found.splits.push(`${last} ${split}`.trim()); return; }
      if (names === null) {
        if (isText && isFirst) { found.above.push({ ...row, y }); found.text.push(valuesOf(cells)); return; }
        if (rows[next]) found.lines.push({ ...row, y, row: rows[next] }); else found.beyond.push(valuesOf(cells));
        next += 1;
        return;
      }
      if (y < firstNamed && (isText || areYears(cells, names))) found.above.push({ ...row, y });
      const called = isText ? cells[names] || "" : last;
      const target = find(called);
      const says = target && other(cells, target);
      if (says) found.parted.push(`«${called}» cạnh «${says}»`);
      else if (target && found.lines.some((line) => line.row === target)) found.twice.push(called);
      else if (target) found.lines.push({ ...row, y, row: target });
      else if (isText || (y < firstNamed && areYears(cells, names))) found.text.push(called || valuesOf(cells));
      else if (TOTAL.test(lower(called))) found.totals.push(called);
      else found.unknown.push(`«${called || "không tên"}» (${valuesOf(cells.filter((_, x) => x !== names))})`);
    });
    return found;
  };

  // units that stand before figures, in a block that names none of this table: by place it would be somebody else's
  const strangers = (visible, part) => visible.flatMap(({ cells }) => {
    const first = cells.findIndex((text) => /\d/.test(text) && !hasLetters(text));
    return first > 0 ? cells.slice(0, first).filter((text) => hasLetters(text) && !part(text) && (kind(text) || !/\d/.test(text))) : [];
  });

  // which column of the block goes to which column of the sheet: {goes, unknown, way}, or {why} where nothing is certain
  const placeColumns = (found, { names, codes, columns, start, follow, year, part }) => {
    const width = Math.max(...found.lines.map(({ cells }) => cells.length));
    const isSplit = (x) => found.lines.some(({ cells }) => part(cells[x] || ""));
    let from = names === null ? 0 : names + 1;
    while (codes.has(from) || isSplit(from)) from += 1;
    const values = Array.from({ length: width }, (_, x) => x).filter((x) => x !== names && !codes.has(x) && !isSplit(x));
    const heads = window.portal.headLines(found.above, values, { names, columns });
    const byHeads = heads.length ? window.portal.byHeads(heads, values, columns, year) : null;
    if (byHeads && byHeads.goes.size) return { ...byHeads, heads, from, way: " và tiêu đề cột" };
    const last = names === null ? "" : window.portal.lastYear(found.lines, from, codes.size > 0);
    const why = whyNotByPlace({ heads, names, lines: found.lines, from: last === "is" ? from + 1 : from, start, columns, last });
    if (why) return { why };
    if (last === "is") from += 1;
    const goes = window.portal.byPlace(found.lines, from, start, columns, follow);
    const taken = [...goes.values()].filter((at) => at !== null && !columns[at].isComputed);
    const title = (at) => `«${columns[at].title}»`;
    const way = taken.length > 1 ? `, các cột từ ${title(taken[0])} đến ${title(taken[taken.length - 1])}` : "";
    return { goes, unknown: [], from, way, skipped: last === "is" };
  };

  // what the server judges as it does the words of a file; nothing of a block without any
  const words = (visible, found, { goes, heads = [] }, columns) => (found.text.length || found.above.length ? {
    rows: visible.map(({ cells }) => cells),
    heads: heads.map(({ y }) => y),
    units: Object.fromEntries(found.lines.map(({ y, row }) => [y, row.code])),
    columns: Object.fromEntries([...goes].filter(([, at]) => at !== null).map(([x, at]) => [x, columns[at].key])),
  } : null);

  // rows: [{code, name, before, cells: [{field, text}]}] in the order of the page, cells in the order of `columns`;
  // `read` tells what a cell says, so that "1,50" is no other figure than "1,5"; `splits` are the words for the rows of a
  // unit that are this table's own and another's: "Hộ", "Nhân khẩu"
  window.portal.place = (block, rows, columns, at, follow, read = window.portal.count, year = "", splits = [[], []]) => {
    const find = finder(rows);
    const part = (text) => ["own", "other"].find((_, which) => splits[which].includes(window.portal.full(text))) || "";
    const visible = block.filter((row) => !row.hidden);
    const names = namesAt(visible, find);
    const notes = [], puts = [], beside = [];
    const hidden = block.length - visible.length;
    if (hidden) notes.push(`${hidden} dòng bị ẩn trong bảng tính không được dán.`);
    if (block.hiddenColumns) notes.push(`${block.hiddenColumns} cột bị ẩn trong bảng tính không được dán.`);
    const codes = names === null ? new Set() : codesAt(visible, names, rows);
    const firstNamed = names === null ? -1 : visible.findIndex((row) => find(row.cells[names] || ""));
    const found = placeLines(visible, rows, at.row, { names, codes, find, firstNamed, part });
    const { lines, text, unknown, totals, twice, beyond, parted } = found;
    const quarrel = parted.length ? [`Mã và tên không phải của cùng một đơn vị, không dán: ${some(parted, "dòng")}.`] : [];
    const nothing = (words) => ({ puts, beside, notes: [...quarrel, words], way: "" });
    const foreign = names === null ? strangers(visible, part) : [];
    if (foreign.length) return nothing(`Không có trong bảng này, không dán: ${some(foreign.map((name) => `«${name}»`), "dòng")}.`);
    const others = found.splits.length ? ` (${some(found.splits, "dòng")} là dòng của biểu khác)` : "";
    if (!lines.length) return nothing(`Không dòng nào trong khối dán khớp với bảng${others}; chưa dán gì.`);
    const placed = placeColumns(found, { names, codes, columns, start: at.column, follow, year, part });
    if (placed.why) return nothing(placed.why);

    const { goes, from } = placed;
    const unknownAt = new Map(placed.unknown);
    const left = new Map(), locked = new Map(), outside = [], blanks = [], commas = [], doubtful = [];
    lines.forEach(({ row, cells, doubts = [] }) => cells.forEach((value, x) => {
      if (x === names || !value) {
        const kept = goes.has(x) && goes.get(x) !== null && row.cells[goes.get(x)];
        if (x !== names && kept && kept.field && kept.field.value) blanks.push(row.name);
        return;
      }
      const column = goes.has(x) ? goes.get(x) : null;
      if (column === null) {
        const isLabel = (x < from && (/^\d{1,3}$/.test(value) || placed.skipped)) || codes.has(x) || part(value) || find(value) === row;
        if (isLabel) return;
        if (unknownAt.get(x)) left.set(x, (left.get(x) || 0) + 1); else outside.push(`${row.name}: ${value}`);
        return;
      }
      const cell = row.cells[column];
      if (doubts[x] && (cell.field || !columns[column].isComputed)) doubtful.push(`${row.name}, ${columns[column].title}: ${doubts[x]}`);
      else if (cell.field) {
        if (window.portal.isAmbiguous(value)) commas.push(value);
        puts.push([cell.field, value]);
      } else if (columns[column].isComputed) beside.push({ row, column, value });
      else if (read(cell.text) !== read(value)) locked.set(row.name, (locked.get(row.name) || 0) + 1);
    }));

    if (doubtful.length) notes.push(`${DOUBTFUL}: ${some(doubtful, "ô")}.`);
    if (commas.length) notes.push(window.portal.commas(commas));
    if (locked.size) notes.push(`Đã khóa, không dán: ${some([...locked].map(([name, number]) => `${name} (${number} số)`), "đơn vị")}.`);
    notes.push(...quarrel);
    if (left.size) {
      const told = [...left].map(([x, number]) => `«${unknownAt.get(x)}» (${number} ô)`);
      notes.push(`Cột không có trong bảng này, không dán: ${some(told, "cột")}.`);
    }
    if (placed.skipped) notes.push("Cột số của năm trước không dán.");
    if (unknown.length) notes.push(`Không có trong bảng này, không dán: ${some(unknown, "dòng")}.`);
    if (twice.length) notes.push(`Có hai dòng cùng tên, chỉ dán dòng đầu: ${some(twice, "dòng")}.`);
    if (totals.length) notes.push(`Dòng cộng không dán, cổng tự cộng: ${some(totals, "dòng")}.`);
    if (text.length) notes.push(`Dòng chỉ có chữ không dán: ${some(text, "dòng")}.`);
    if (found.splits.length) notes.push(`Dòng của biểu khác không dán: ${some(found.splits, "dòng")}.`);
    if (found.numbered) notes.push("Dòng đánh số cột không dán.");
    if (beyond.length) notes.push(`${beyond.length} dòng nằm ngoài bảng, không dán: ${some(beyond, "dòng")}.`);
    if (outside.length) notes.push(`${outside.length} số nằm ngoài các cột của bảng, không dán: ${some(outside, "ô")}.`);
    if (blanks.length) notes.push(`${blanks.length} ô trống trong khối dán: giữ số đang có.`);
    const way = names !== null ? "theo tên đơn vị" : `theo vị trí, từ ${lines[0].row.name} đến ${lines[lines.length - 1].row.name}`;
    return { puts, beside, notes, way: `${way}${placed.way}`, words: words(visible, found, placed, columns) };
  };

  // the same, or nothing of it where its words say another year, another place, other units of measure
  const judged = async (table, placed) => {
    const form = table.closest("form"), body = new URLSearchParams({ khoi: JSON.stringify(placed.words) });
    let told = ["Chưa kiểm tra được chữ trong khối dán vì mất kết nối."];
    try {
      const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
      const signal = AbortSignal.timeout(LONGEST_WAIT);
      told = (await (await fetch(table.dataset.judge, { method: "POST", body, headers, signal })).json()).told;
    } catch { /* told so */ }
    return told.length ? { puts: [], beside: [], way: "", notes: [...told, ONLY_FIGURES] } : placed;
  };

  const named = (field) => field.getAttribute("aria-label") || field.name;
  let latest = 0, waiting = null; // the number of the last paste, and the note of the one that is still judged
  let isHeld = false; // somebody wanted to save meanwhile
  const hold = (event) => {
    if (!waiting || event.target.method !== "post") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    isHeld = true;
  };
  window.addEventListener("submit", hold, true);

  // what of a block is still to be written once it is judged; nothing where a later paste took its place. What somebody
  // typed meanwhile stays
  window.portal.settled = async (table, note, placed, read) => {
    const mine = latest += 1, notes = waiting ? [OVERTAKEN] : [];
    const before = placed.puts.map(([field]) => field.value);
    waiting = placed.words ? note : null;
    if (waiting) {
      note.replaceChildren(JUDGING);
      note.hidden = false;
      placed = await judged(table, placed);
      if (mine !== latest) return null;
      waiting = null;
    }
    if (isHeld) notes.push(HELD);
    isHeld = false;
    const isKept = ([field], at) => field.value !== before[at];
    const kept = placed.puts.filter(isKept).map(([field]) => named(field));
    const puts = placed.puts.filter((put, at) => !isKept(put, at));
    const replaced = puts.filter(([field, text]) => field.value && read(field.value) !== read(text)).length;
    if (kept.length) notes.push(`Vừa được nhập trong lúc kiểm tra nên giữ, không dán: ${some(kept, "ô")}.`);
    if (replaced) notes.push(`${replaced} số đang có được thay bằng số dán.`);
    return { ...placed, puts, notes: [...notes, ...placed.notes] };
  };
  window.portal.some = some;
  window.portal.commas = (texts) => `Dấu phẩy được đọc là dấu ngăn cách hàng nghìn: ${
    some(texts.map((text) => `«${text}» là ${text.replace(/,/g, ".")}`), "ô")}. Nếu đó là số thập phân thì sửa lại trước khi lưu.`;

  // the same block without what is no number, which is named
  window.portal.numbersAlone = (placed, read) => {
    const isNumber = ([, text]) => read(text) !== undefined;
    const others = placed.puts.filter((put) => !isNumber(put)).map(([field, text]) => `«${text}» (${named(field)})`);
    const notes = others.length ? [`Không phải là số, không dán: ${some(others, "ô")}.`] : [];
    return { ...placed, puts: placed.puts.filter(isNumber), notes: [...notes, ...placed.notes] };
  };

  // a single value that is doubtful stays out and is told
  window.portal.refuseOne = (event, note, read) => {
    const doubt = window.portal.doubtOfOne(event.clipboardData, read);
    if (!doubt) return;
    event.preventDefault();
    window.portal.tellPasted(note, [], [`${DOUBTFUL}: ${doubt}.`], "");
  };

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
