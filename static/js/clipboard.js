// What was copied from a spreadsheet, as rows of cells. Excel, LibreOffice and Google Sheets put a table (text/html)
// and lines with tabs (text/plain) on the clipboard; the table tells merged and hidden cells, so it is read first.
"use strict";

window.portal = window.portal || {};

(() => {
  const INVISIBLE = /[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
  // a line break within a cell is a space
  const clean = (text) => text.normalize("NFC").replace(INVISIBLE, "").replace(/\s+/g, " ").trim();

  // a style is never applied here: the policy of the page forbids it, so it is only looked at
  const bare = (html) => html
    .replace(/<(style|script|xml)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/<!--\[if[\s\S]*?<!\[endif\]-->/gi, "")
    .replace(/\sstyle\s*=/gi, " data-style=")
    .replace(/<br\b[^>]*>/gi, " ");

  const isHidden = (part) =>
    part.hidden || /display\s*:\s*none|mso-hide|visibility\s*:\s*collapse/i.test(part.dataset.style || "");

  // the numbers of the columns that the spreadsheet hides: by its list of columns, or cell by cell
  const hiddenColumns = (table) => {
    const hidden = new Set();
    let at = 0;
    [...table.querySelectorAll("col")].forEach((column) => {
      for (let more = column.span || 1; more > 0; more -= 1, at += 1) if (isHidden(column)) hidden.add(at);
    });
    return hidden;
  };

  const STRUCK = /line-through/i;
  // the classes of a sheet whose style strikes a text through, as Excel lists them in its head
  const struckClasses = (html) => new Set([...html.matchAll(/\.([\w-]+)\s*\{([^}]*)\}/g)]
    .filter(([, , rules]) => STRUCK.test(rules)).map(([, name]) => name));
  const isStruck = (part, classes) => /^(s|strike|del)$/i.test(part.tagName) || STRUCK.test(part.dataset.style || "")
    || [...part.classList].some((name) => classes.has(name));

  const number = (text) => {
    const digits = text.replace(/[%\s]/g, "");
    return /^-?\d[\d.,]*$/.test(digits) ? digits : null;
  };
  // the shown text says the value, as far as its decimals go, in either way of writing numbers
  const saysValue = (text, value) => {
    const digits = number(text);
    if (digits === null) return true; // a day, a word: nothing to compare
    const meant = text.includes("%") ? value * 100 : value;
    if (/^[1-9]\d{0,2}([.,]\d{3})+$/.test(digits)) return Number(digits.replace(/[.,]/g, "")) === Math.round(meant); // read as thousands
    const ways = [digits.replace(/[.,]/g, ""), digits.replace(/\./g, "").replace(",", "."), digits.replace(/,/g, "")];
    return ways.some((way) => {
      const decimals = (way.split(".")[1] || "").length;
      return Math.abs(Number(way) - meant) <= 0.5 / 10 ** decimals + 1e-9;
    });
  };
  const valueOf = (cell) => {
    const plain = cell.getAttribute("sdval") ?? cell.getAttribute("x:num");
    if (plain) return Number(plain);
    try {
      const told = JSON.parse(cell.getAttribute("data-sheets-value") || "null");
      return told && told[1] === 3 && typeof told[3] === "number" ? told[3] : NaN;
    } catch { return NaN; }
  };
  // a number with a quote before or behind it: nobody knows whether the rest of it is somewhere else
  const strayQuote = (text) => (/^["“”'‘’]+\s*\d[\d.,\s]*["“”'‘’]*$|^\d[\d.,\s]*["“”'‘’]+$/.test(text) ? `«${text}» có dấu ngoặc kép thừa` : "");

  // a figure over several cells is nobody knows whose; a name or a head may reach over others
  const merged = (text, down, right) => {
    if (number(text) === null || down * right < 2) return "";
    const over = [[down, "dòng"], [right, "cột"]].filter(([count]) => count > 1).map(([count, what]) => `${count} ${what}`);
    return `ô gộp ghi «${text}» cho ${over.join(", ")}`;
  };

  // why a cell cannot be taken at its word; nothing where it can
  const doubt = (cell, classes, [down, right]) => {
    const text = clean(cell.textContent);
    if (merged(text, down, right)) return merged(text, down, right);
    const parts = [...cell.querySelectorAll("*")].filter((part) => isStruck(part, classes));
    const struck = clean(parts.map((part) => part.textContent).join(" "));
    if (isStruck(cell, classes) || (struck && struck === text)) return text && `«${text}» bị gạch ngang`;
    if (struck) {
      parts.forEach((part) => part.replaceWith(" "));
      return `còn «${clean(cell.textContent)}», gạch bỏ «${struck}»`;
    }
    if (strayQuote(text)) return strayQuote(text);
    const value = valueOf(cell);
    return Number.isNaN(value) || saysValue(text, value) ? "" : `hiển thị «${text}» nhưng giá trị là ${String(value).replace(".", ",")}`;
  };

  // rows of {cells, doubts, hidden}; a merged cell stands where it begins, the rest of it is empty; hidden columns are
  // left out; `doubts` has a sentence beside each cell that does not say one thing
  const readTable = (html) => {
    const table = new DOMParser().parseFromString(bare(html), "text/html").querySelector("table");
    if (!table) return null;
    const found = [...table.rows].map((row) => ({ cells: [], doubts: [], hidden: isHidden(row) }));
    const classes = struckClasses(html);
    const away = hiddenColumns(table);
    // how many rows and columns that somebody sees a cell reaches over
    const shownOver = (cell, y, x) => [
      found.slice(y, y + (cell.rowSpan || 1)).filter(({ hidden }) => !hidden).length,
      Array.from({ length: cell.colSpan || 1 }, (_, right) => x + right).filter((at) => !away.has(at)).length,
    ];
    [...table.rows].forEach((row, y) => {
      let x = 0;
      [...row.cells].forEach((cell) => {
        while (found[y].cells[x] !== undefined) x += 1;
        for (let down = 0; down < Math.min(cell.rowSpan || 1, found.length - y); down += 1) {
          for (let right = 0; right < (cell.colSpan || 1); right += 1) {
            found[y + down].cells[x + right] = down || right ? "" : clean(cell.textContent);
          }
        }
        found[y].doubts[x] = doubt(cell, classes, shownOver(cell, y, x));
        if (isHidden(cell) && !found[y].hidden) away.add(x);
        x += cell.colSpan || 1;
      });
    });
    const shown = (texts, width) => Array.from({ length: width }, (_, at) => texts[at] || "").filter((_, at) => !away.has(at));
    const rows = found.map(({ cells, doubts, hidden }) => (
      { cells: shown(cells, cells.length), doubts: shown(doubts, cells.length), hidden }));
    rows.hiddenColumns = away.size;
    return rows;
  };

  // how far a quoted cell goes: from the quote that begins it to the one that a tab or a line's end follows; -1 for a
  // stray quote: no spreadsheet has a tab within a cell
  const quotedEnd = (text, at) => {
    for (let end = at + 1; end < text.length && text[end] !== "\t"; end += 1) {
      if (text[end] !== '"') continue;
      if (text[end + 1] === '"') { end += 1; continue; }
      return end + 1 === text.length || "\t\r\n".includes(text[end + 1]) ? end : -1;
    }
    return -1;
  };

  // tabs and lines; a cell with a line break or a quote stands in quotes, its quotes doubled
  const readLines = (text) => {
    const rows = [[]];
    let cell = "", begins = true;
    const end = () => { rows[rows.length - 1].push(clean(cell)); cell = ""; begins = true; };
    for (let at = 0; at < text.length; at += 1) {
      const letter = text[at];
      const closing = letter === '"' && begins ? quotedEnd(text, at) : -1;
      if (closing > 0) {
        cell = text.slice(at + 1, closing).replaceAll('""', '"');
        at = closing;
        begins = false;
      } else if (letter === "\t") end();
      else if (letter === "\n" || letter === "\r") {
        end();
        if (letter === "\r" && text[at + 1] === "\n") at += 1;
        rows.push([]);
      } else { cell += letter; begins = false; }
    }
    end();
    return rows.map((cells) => ({ cells, doubts: cells.map(strayQuote), hidden: false }));
  };

  const readRows = (data) => {
    const html = data.getData("text/html");
    const rows = (/<table\b/i.test(html) && readTable(html)) || readLines(data.getData("text/plain"));
    while (rows.length && !rows[rows.length - 1].cells.some(Boolean)) rows.pop();
    return rows;
  };
  // one cell, though it may have been merged with empty ones
  const isOne = (rows) => rows.length < 2 && rows.every(({ cells, doubts }) => cells.length < 2 || (doubts[0] && !cells.slice(1).some(Boolean)));
  // a block of more than one cell, or nothing: a single value is pasted as the browser does it
  window.portal.readBlock = (data) => {
    const rows = readRows(data);
    return isOne(rows) ? null : rows;
  };
  // why a single value is not pasted: its cell is doubtful, or it is no figure as `read` reads them; nothing where it is
  window.portal.doubtOfOne = (data, read) => {
    const [row] = readRows(data);
    if (!row) return "";
    return row.doubts[0] || (read(row.cells[0]) === undefined ? `«${row.cells[0]}» không phải là số` : "");
  };
  window.portal.clean = clean;
})();
