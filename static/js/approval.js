// Says what is chosen as one ticks; the next page shows it again before anything happens.
"use strict";

(() => {
  const form = document.querySelector("[data-approval]");
  if (!form) return;
  const words = form.querySelector("[data-chosen]");
  const usual = words.textContent;
  const tell = () => {
    const ticked = [...form.querySelectorAll("input[name=bo]")].filter((box) => box.checked);
    form.querySelectorAll("tbody tr").forEach((row) => {
      row.classList.toggle("is-chosen", Boolean(row.querySelector("input[name=bo]:checked")));
    });
    const names = ticked.map((box) => box.closest("tr").querySelector("th").textContent.trim());
    const shown = names.length > 4 ? `${names.slice(0, 4).join(", ")} và ${names.length - 4} đơn vị khác` : names.join(", ");
    words.textContent = names.length ? `Đã chọn ${names.length} bộ: ${shown}. Trang sau cho xem lại trước khi làm.` : usual;
  };
  form.addEventListener("change", tell);
  tell();
})();
