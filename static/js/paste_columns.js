// Which column of the sheet each column of a pasted block is: by the heads that the block carries, else by place. Where
// neither tells for certain nothing is pasted and the page asks for the heads.
"use strict";

(() => {
  const MARKS = /\p{M}/gu;
  const full = (text) => window.portal.clean(text).toLowerCase().normalize("NFD").replace(MARKS, "").replace(/[đð]/g, "d");
  // without the unit in brackets behind it: "Giảm ít nhất (điểm %)"; "(đầu năm)" is another column
  // nor its number on a printed sheet: "Hộ nghèo (2)"
  const bare = (text) => full(text).replace(/\s*\((ho|nguoi|khau|%|diem %|phan tram|diem phan tram|\d{1,2})\)$/, "");
  window.portal.full = full;
  const hasLetters = (text) => /\p{L}/u.test(text);
  const hasDigits = (text) => /\d/.test(text);

  // the column that a head names: its whole title first, then without brackets, then as offices call it; never one of several
  const columnOf = (columns, text) => {
    const ways = [({ title }) => full(title) === full(text), ({ title }) => bare(title) === bare(text),
      ({ spellings = [] }) => spellings.includes(bare(text))];
    for (const isCalled of ways) {
      const found = columns.map((column, at) => [at, isCalled(column)]).filter(([, is]) => is);
      if (found.length) return found.length === 1 ? found[0][0] : null;
    }
    return null;
  };

  // the row of a form that numbers its columns: letters, then 1, 2, 3 and so on, or 1.0, 1.1, 1.2.1
  window.portal.numbersColumns = (cells) => {
    const isNumber = (text) => /^\(?\d{1,2}\)?(\s*=.*)?$/.test(text); // "4=3/1*100" too
    const numbers = cells.filter(isNumber).map((text) => Number(text.split("=")[0].replace(/\D/g, "")));
    const others = cells.filter((text) => text && !isNumber(text));
    const outline = cells.filter((text) => /^\d(\.\d{1,2})+$/.test(text));
    const isOutline = outline.length > 2 && outline.some((text) => text.split(".").length > 2);
    if (isOutline) return cells.every((text) => !text || outline.includes(text) || /^\p{L}$/u.test(text));
    return numbers.length > 2 && numbers.every((number, at) => number === numbers[0] + at) && numbers[0] <= 2
      && others.every((text) => /^\p{L}$/u.test(text));
  };

  const CAPTION = /^(don vi( tinh)?\b|dvt\b|bieu\b|mau\b|phu luc\b|kem theo\b|\()/; // stands over the last columns, and is no head
  // a line over a head that is one too: the first heads of columns of this sheet, or words that reach over several heads
  const isOver = ({ cells }, heads, values, { names, columns }) => {
    const stands = (x) => heads.some((head) => hasLetters(head.cells[x] || ""));
    const given = values.filter((x) => hasLetters(cells[x] || ""));
    const isKnown = (x) => columns.some(({ title }) => full(title).startsWith(`${full(cells[x])}, `));
    const isWide = (x) => names !== null && x > names && !cells[x + 1] && stands(x + 1) && !CAPTION.test(full(cells[x]));
    return given.length > 0 && given.every((x) => stands(x) && (isKnown(x) || isWide(x)));
  };

  // the lines above the figures that are heads: words over at least two of the columns, or over the only one
  window.portal.headLines = (lines, values, sheet) => {
    const isHead = ({ cells }) => values.filter((x) => hasLetters(cells[x] || "")).length >= Math.min(2, values.length);
    const heads = lines.filter(isHead);
    const above = (at) => (heads.length ? lines[lines.indexOf(heads[0]) - at] : undefined);
    while (above(1) && isOver(above(1), heads, values, sheet)) heads.unshift(above(1));
    return heads;
  };

  // a head that reaches over others and says another year or another end of it: "Năm 2022", "Đầu năm"
  const isOther = (text, year) => /\b(dau nam|dau ky|nam truoc|ky truoc)\b/.test(full(text))
    || (text.match(/(?<!\d)20\d\d(?!\d)/g) || []).some((said) => said !== String(year));

  // the words over a column from the top: a head reaches over those to its right that have a head below it, as it has
  const pathOf = (heads, x) => heads.flatMap(({ cells }, depth) => {
    const stands = (at) => heads.slice(depth + 1).some((head) => head.cells[at]);
    let begins = x;
    while (begins >= 0 && !cells[begins]) begins -= 1;
    return begins >= 0 && (begins === x || (stands(begins) && stands(x))) ? [cells[begins]] : [];
  });

  // block column → column of the sheet; what no column of the sheet is called stays out and is named. The whole path
  // counts first; words above that the sheet does not have must not say another time, and the server judges them
  window.portal.byHeads = (heads, values, columns, year) => {
    const goes = new Map(), unknown = [];
    const paths = new Map(values.map((x) => [x, pathOf(heads, x)]));
    const called = (x) => paths.get(x).join(", ");
    values.forEach((x) => {
      const path = paths.get(x);
      const from = path.findIndex((_, at) => columnOf(columns, path.slice(at).join(", ")) !== null);
      const isOwn = from >= 0 && !path.slice(0, from).some((text) => isOther(text, year));
      if (isOwn) goes.set(x, columnOf(columns, path.slice(from).join(", "))); else unknown.push([x, called(x)]);
    });
    const twice = [...goes].filter(([x, column]) => [...goes].some(([other, same]) => other !== x && same === column));
    twice.forEach(([x]) => { goes.delete(x); unknown.push([x, called(x)]); });
    return { goes, unknown };
  };

  // a text says the same as a computed figure, as far as its decimals go: "30" is "30,00" and "13" is "12,86"
  const says = (text, figure) => {
    const number = (words) => Number(words.replace(/%|\s/g, "").replace(/\.(?=\d{3}(\D|$))/g, "").replace(",", "."));
    const decimals = (/[.,](\d{1,2})\s*%?$/.exec(text) || ["", ""])[1].length;
    const [shown, meant] = [number(text), number(figure)];
    return !Number.isNaN(shown) && !Number.isNaN(meant) && Math.abs(shown - meant) <= 0.5 / 10 ** decimals + 1e-9;
  };

  // without heads: one column after the other. Whether the block holds computed columns too is seen by what stands there
  window.portal.byPlace = (lines, from, start, columns, follow) => {
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
      return !isWhole(text) || (follows && says(text, follows));
    }));
    const order = holds ? all : typed;
    return new Map(Array.from({ length: width }, (_, right) => [from + right, order[right] ?? null]));
  };

  // the portal's own workbook has last year's poor (or near-poor) beside the names: seen by its values; "asks" where that
  // cannot be seen. A row knows them as "301;118"
  window.portal.lastYear = (lines, from, hasCodes) => {
    const cells = lines.map(({ row, cells: all }) => [(row.before || "").split(";"), all[from] || ""]);
    const known = [0, 1].map((which) => cells.map(([before, text]) => [before[which] || "", text])
      .filter(([before, text]) => before !== "" && text !== ""));
    const is = (pairs) => pairs.length && pairs.every(([before, text]) => says(text, before));
    if (known.some(is)) return "is";
    return hasCodes && cells.every(([, text]) => text === "") ? "asks" : "";
  };

  // years where no head tells them from figures, as a sentence begins: a first line of years alone, a column of one year,
  // and of several where no names stand before them
  window.portal.yearsIn = (lines, from, names) => {
    const isYear = (text) => /^20\d\d$/.test(text);
    const first = lines[0].cells.filter((text, x) => text && x !== names);
    if (first.length > 1 && first.every(isYear)) return `Dòng đầu của khối dán ghi ${first[0]} đến ${first[first.length - 1]}`;
    const said = [...new Set(lines.map(({ cells }) => cells[from] || ""))];
    if (!said.every(isYear) || (names !== null && said.length > 1)) return "";
    const where = lines.length > 1 ? " ở mọi dòng" : "";
    return `Cột đầu của khối dán ghi ${said.length > 1 ? `các năm ${said.join(", ")}` : said[0]}${where}`;
  };

  // how many columns with figures a block has behind its names
  window.portal.figureColumns = (lines, from) => {
    const width = Math.max(...lines.map((line) => line.cells.length));
    const last = Array.from({ length: width }, (_, x) => x).filter((x) => lines.some(({ cells }) => hasDigits(cells[x] || "")
      && !hasLetters(cells[x] || "")));
    return last.length ? last[last.length - 1] - from + 1 : 0;
  };
})();
