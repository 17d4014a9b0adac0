// Clicks on links of class npq-inside go to Python; a click that asks for a new tab does not.
const LONGEST = 50; // times 100 ms

// The link that was followed is drawn anew or gone: do not leave the keyboard at the top.
function settle(link, waited = 0) {
  const there = window.location.search === link.search;
  if (!there && waited < LONGEST) {
    window.setTimeout(() => settle(link, waited + 1), 100);
    return;
  }
  window.setTimeout(() => {
    const same = document.getElementById(link.id);
    const target = same || document.querySelector("main h1, [data-testid=stMain] h1");
    if (!target || document.activeElement !== document.body) return;
    if (!same) target.setAttribute("tabindex", "-1");
    target.focus({ preventScroll: Boolean(same) });
  }, 400);
}

export default function ({ setTriggerValue }) {
  const clicked = (event) => {
    const link = event.target.closest?.("a.npq-inside");
    if (!link || event.defaultPrevented || event.button !== 0) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const query = link.getAttribute("href");
    settle({ id: link.id, search: query === "?" ? "" : query });
    setTriggerValue("to", query);
  };
  document.addEventListener("click", clicked);
  return () => document.removeEventListener("click", clicked);
}
