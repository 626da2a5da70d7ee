/**
 * The light marks of a message, as nodes: paragraphs, lists, bold, https links.
 *
 * Everything else is shown as typed. Must never produce markup from text, nor a link that is not
 * https.
 */
import { el, hidden, safeUrl } from "./dom.js";
import { MESSAGE } from "./textes.js";

const BULLET = /^- +/;
const NUMBER = /^(\d{1,3})\. +/;
const INLINE = /\*\*(.+?)\*\*|https:\/\/[^\s<>«»"]+/g;
const TRAILING = /[.,;:!?)\]…]+$/;

/** @param {string} text @returns {DocumentFragment} */
export function renderText(text) {
  const fragment = document.createDocumentFragment();
  for (const block of text.replace(/\r\n?/g, "\n").split(/\n\s*\n/)) {
    for (const group of groups(block.split("\n").filter((line) => line.trim()))) {
      fragment.append(renderGroup(group));
    }
  }
  return fragment;
}

/** A link that opens apart and says so. @param {string} url already safe @param {string} label */
export function link(url, label) {
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label,
    hidden(` ${MESSAGE.nouvelOnglet}`));
}

function kindOf(line) {
  if (BULLET.test(line)) return "ul";
  return NUMBER.test(line) ? "ol" : "p";
}

/** Neighbouring lines of one kind. @param {string[]} lines */
function groups(lines) {
  const found = [];
  for (const line of lines) {
    const kind = kindOf(line);
    if (found.at(-1)?.kind === kind) found.at(-1).lines.push(line);
    else found.push({ kind, lines: [line] });
  }
  return found;
}

function renderGroup({ kind, lines }) {
  if (kind === "p") {
    return el("p", {}, ...lines.flatMap((line, i) => (i ? [el("br"), ...inline(line)] : inline(line))));
  }
  const mark = kind === "ul" ? BULLET : NUMBER;
  const start = kind === "ol" ? Number(NUMBER.exec(lines[0])[1]) : 1;
  const items = lines.map((line) => el("li", {}, ...inline(line.replace(mark, ""))));
  return el(kind, { start: start === 1 ? null : start }, ...items);
}

function inline(line) {
  const nodes = [];
  let from = 0;
  for (const match of line.matchAll(INLINE)) {
    nodes.push(line.slice(from, match.index));
    nodes.push(...(match[1] ? [el("strong", {}, ...inline(match[1]))] : address(match[0])));
    from = match.index + match[0].length;
  }
  nodes.push(line.slice(from));
  return nodes.filter((node) => node !== "");
}

/** A bare address; the full stop that ends the sentence is not part of it. */
function address(raw) {
  const tail = TRAILING.exec(raw)?.[0] ?? "";
  const bare = raw.slice(0, raw.length - tail.length);
  const url = safeUrl(bare);
  return url ? [link(url, bare.replace(/^https:\/\//, "").replace(/\/$/, "")), tail] : [raw];
}
