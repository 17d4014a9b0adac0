// Clicks on links of class npq-inside go to Python; a click that asks for a new tab does not.
const LONGEST = 100; // times 100 ms

// The link that was followed is drawn anew or gone, and on a busy machine more than once: while
// the keyboard has no place, give it the link or the heading of what was opened.
function settle(link, waited = 0) {
  const focused = document.activeElement;
  const ours = focused.id === link.id || focused.tagName === "H1";
  if (focused !== document.body && !ours) return; // the person has moved on
  if (focused === document.body && window.location.search === link.search) {
    const same = document.getElementById(link.id);
    const target = same || document.querySelector("main h1, [data-testid=stMain] h1");
    if (target) {
      if (!same) target.setAttribute("tabindex", "-1");
      target.focus({ preventScroll: Boolean(same) });
    }
  }
  if (waited < LONGEST) window.setTimeout(() => settle(link, waited + 1), 100);
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
