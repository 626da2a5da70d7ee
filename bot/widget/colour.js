/** The site's own colour, with the ink that stays readable on it (WCAG contrast). */

const HEX = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i;
const DARK_INK = "#14191d";
const LIGHT_INK = "#ffffff";

/** Relative luminance, 0 to 1: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(hex) {
  const [r, g, b] = HEX.exec(hex).slice(1).map((pair) => {
    const channel = parseInt(pair, 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a, b) {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** @param {HTMLElement} root @param {string|null} colour as #rrggbb; anything else leaves ours */
export function applyColour(root, colour) {
  const valid = HEX.test(colour ?? "");
  const ink = valid && contrast(colour, LIGHT_INK) >= contrast(colour, DARK_INK) ? LIGHT_INK : DARK_INK;
  for (const [name, value] of [["--primaire", colour], ["--sur-primaire", ink]]) {
    if (valid) root.style.setProperty(name, value);
    else root.style.removeProperty(name);
  }
}
