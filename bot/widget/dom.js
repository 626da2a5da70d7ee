/**
 * Building blocks of the page: elements and icons, always as nodes.
 *
 * Must never turn a string into markup: text given here stays text.
 */
const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  fil: ["M12 3a8 8 0 1 0 8 8", "M12 7a4 4 0 1 0 4 4c0 5 1.2 8 5 9.5", "M12 11h.01"],
  envoyer: ["M4 12h15", "M13 6l6 6-6 6"],
  fermer: ["M6 6l12 12", "M18 6L6 18"],
  options: ["M4 7h16", "M4 17h16", "M9 4.5v5", "M15 14.5v5"],
  telephone: ["M6 3h3l2 5-2.5 1.5a11 11 0 0 0 6 6L16 13l5 2v3a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3z"],
  sortie: ["M14 4h6v6", "M20 4l-9 9", "M18 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h5"],
  personne: ["M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z", "M4 21a8 8 0 0 1 16 0"],
  lieu: ["M12 21s7-6.5 7-11.5A7 7 0 0 0 5 9.500C5 14.500 12 21 12 21z", "M12 12a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z"],
  micro: ["M12 15a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v6a3 3 0 0 0 3 3z", "M5.500 11.500a6.500 6.500 0 0 0 13 0", "M12 18v3"],
  bas: ["M12 5v14", "M6 13l6 6 6-6"],
};

/**
 * @param {string} tag
 * @param {Record<string, unknown>} [props] attributes; `onclick`… take a function; null or false is skipped
 * @param {...(Node|string|null)} children strings become text nodes
 * @returns {HTMLElement}
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** A decorative line drawing, ignored by screen readers. @param {keyof typeof ICONS} name */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const attributes = {
    viewBox: "0 0 24 24", class: `icone icone-${name}`, "aria-hidden": "true", focusable: "false",
  };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  for (const d of ICONS[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

/** Text for screen readers only. @param {string} text */
export const hidden = (text) => el("span", { class: "lecteur" }, text);

/** An https address, or null: nothing else may become a link. @param {unknown} value */
export function safeUrl(value) {
  try {
    const url = new URL(String(value));
    return url.protocol === "https:" && !url.username && !url.password ? url.href : null;
  } catch {
    return null;
  }
}

/** A `tel:` address, or null when it is not a number one can dial. @param {unknown} value */
export function safePhone(value) {
  const number = String(value ?? "").replace(/[\s.]/g, "");
  return /^\+?\d{2,15}$/.test(number) ? `tel:${number}` : null;
}
