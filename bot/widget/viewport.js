/**
 * Keeps the chat inside what is really visible when a phone's keyboard opens.
 *
 * On iOS the keyboard covers the page instead of shrinking it: without this, the emergency line would
 * slide away while the member types. Must do nothing while the member zooms by pinching.
 */
const PINCHED = 1.01;

/** @param {HTMLElement} root receives --hauteur and --decalage */
export function followKeyboard(root) {
  const viewport = globalThis.visualViewport;
  if (!viewport) return;
  const fit = () => {
    const zoomed = viewport.scale > PINCHED;
    root.style.setProperty("--hauteur", zoomed ? "" : `${viewport.height}px`);
    root.style.setProperty("--decalage", zoomed ? "" : `${viewport.offsetTop}px`);
  };
  viewport.addEventListener("resize", fit);
  viewport.addEventListener("scroll", fit);
}
