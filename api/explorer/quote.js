/** A quote with the mentions of both ends marked in it, and the same stretch inside its article. */

import { get, segment } from "./api.js";
import { button, h } from "./dom.js";
import { isSymmetric } from "./schema.js";
import { signed } from "./signed.js";
import { failure, loading } from "./states.js";
import { t } from "./words.js";

const AROUND = 320;

/** The quote in its own language; the names by which it calls subject and object are marked. */
export function quoteOf(claim) {
  const { quote } = claim.evidence;
  const lang = claim.article.lang || null;
  return h("blockquote", { lang, dir: "auto" }, h("p", {}, marked(quote, claim)));
}

/** The words as nodes, mentions as `mark`; where two overlap the longer one counts. */
function marked(text, { relation, subject, object }) {
  const turned = isSymmetric(relation) && subject.id > object.id; // each end has one colour, whichever way round it is said
  const [first, second] = turned ? [object, subject] : [subject, object];
  const wanted = [{ role: "subject", ...first }, { role: "object", ...second }].filter(({ mention }) => mention);
  wanted.sort((a, b) => b.mention.length - a.mention.length);
  const nodes = [];
  let from = 0;
  for (let at = 0; at < text.length; ) {
    const hit = wanted.find(({ mention }) => text.startsWith(mention, at) && standsAlone(text, at, mention.length));
    if (hit) {
      nodes.push(text.slice(from, at), h("mark", { class: hit.role, title: hit.name }, hit.mention));
      at += hit.mention.length;
      from = at;
    } else {
      at += 1;
    }
  }
  return [...nodes, text.slice(from)].filter((node) => node !== "");
}

const LETTER = /[\p{L}\p{N}]/u;
const insideWord = (text, at) => LETTER.test(text[at - 1] ?? "") && LETTER.test(text[at] ?? "");
const standsAlone = (text, at, length) => !insideWord(text, at) && !insideWord(text, at + length);

/** A button that shows the quote inside its article, cut at its offsets (which count code points, not UTF-16 units). */
export function inContext(claim) {
  const place = h("div", { class: "context", hidden: true });
  const toggle = button(t("in_context"), async () => {
    place.hidden = !place.hidden;
    toggle.ariaExpanded = String(!place.hidden);
    if (place.hidden || place.dataset.full) return;
    place.replaceChildren(loading());
    try {
      const article = await get(`/articles/${segment(claim.article.id)}`);
      place.replaceChildren(around([...article.text], claim), ...about(article));
      place.dataset.full = "yes";
    } catch (error) {
      place.replaceChildren(failure(error));
    }
  }, { class: "quiet small", "aria-expanded": "false" });
  return [toggle, place];
}

function about(article) {
  const lines = signed(article).filter(Boolean);
  return lines.length > 0 ? [h("p", { class: "source" }, lines)] : [];
}

function around(points, { evidence, article }) {
  const { start, end } = evidence;
  const cut = (from, to) => points.slice(Math.max(from, 0), to).join("");
  const before = (start > AROUND ? "… " : "") + cut(start - AROUND, start);
  const after = cut(end, end + AROUND) + (points.length > end + AROUND ? " …" : "");
  return h("p", { lang: article.lang || null, dir: "auto" }, before, h("mark", { class: "evidence" }, cut(start, end)), after);
}
