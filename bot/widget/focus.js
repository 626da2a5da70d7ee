/**
 * Where Tab goes on a small screen, where the panel covers the page: never underneath.
 */
const SMALL_SCREEN = "(max-width: 30rem), (max-height: 30rem)";
const FOCUSABLE = 'a[href], button:not([disabled]), textarea, input, summary, [tabindex="0"]';

/** @param {KeyboardEvent} event Tab, pressed inside @param {HTMLElement} panel in a shadow root */
export function keepInside(event, panel) {
  if (panel.hidden || !matchMedia(SMALL_SCREEN).matches) return;
  const stops = [...panel.querySelectorAll(FOCUSABLE)].filter((node) => node.getClientRects().length);
  const [edge, other] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
  if (panel.getRootNode().activeElement !== edge) return;
  event.preventDefault();
  other.focus();
}
