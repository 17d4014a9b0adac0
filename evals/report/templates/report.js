"use strict";
// All of this is a convenience: without it the report is whole, only unsorted and unfiltered.
const find = document.getElementById("npq-find");
if (find) {
  const cases = [...document.querySelectorAll("details.case")];
  const count = document.getElementById("npq-count");
  find.parentElement.hidden = false;
  find.addEventListener("input", () => {
    const wanted = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const each of cases) {
      const text = (each.textContent + " " + each.dataset.tags).toLowerCase();
      each.hidden = !wanted.every((word) => text.includes(word));
      if (!each.hidden) shown += 1;
    }
    count.textContent = `${shown} of ${cases.length} shown`;
  });
  document.getElementById("npq-open").addEventListener("click", (event) => {
    const open = cases.some((each) => !each.hidden && !each.open);
    for (const each of cases) if (!each.hidden) each.open = open;
    event.target.textContent = open ? "Close all" : "Open all";
  });
}
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  [...table.tHead.rows[0].cells].forEach((head, place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const value = (row) => row.cells[place].textContent.trim();
      const rows = [...body.rows].sort((a, b) =>
        value(a).localeCompare(value(b), "en-GB", { numeric: true }));
      body.append(...(up ? rows : rows.reverse()));
    });
  });
}
const openTarget = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && target.tagName === "DETAILS") target.open = true;
};
addEventListener("hashchange", openTarget);
openTarget();
let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("details:not([open])")];
  for (const each of closed) each.open = true;
});
addEventListener("afterprint", () => { for (const each of closed) each.open = false; });
