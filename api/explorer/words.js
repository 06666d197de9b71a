/** The words of the interface in the reader's language, and numbers, dates and sums as that language writes them. */

import { dayOf, plain } from "./calendar.js";
import { called } from "./dom.js";
import { get as stored, set as store } from "./memory.js";

const LANGUAGES = ["en", "fr"];
let words = {};
let current = "en";

/** Read the words and choose the language: that of the address, else the one chosen before, else the browser's. */
export async function loadWords() {
  const answer = await fetch("/static/words.json");
  if (!answer.ok) throw new Error(`words.json: ${answer.status}`);
  words = await answer.json();
  const asked = new URLSearchParams(location.search).get("lang");
  const wished = [asked, stored("lang"), ...navigator.languages.map((code) => code.slice(0, 2))];
  setLanguage(wished.find((code) => LANGUAGES.includes(code)) ?? "en");
}

export const language = () => current;
export const otherLanguage = () => LANGUAGES.find((code) => code !== current);

/** Speak this language from now on. */
export function setLanguage(code) {
  current = code;
  store("lang", code);
  document.documentElement.lang = code;
}

/** The wording of a key; `{n}` and the like are filled in, and `n` chooses between singular (`key_one`) and plural. */
export function t(key, values = {}) {
  const table = words[current];
  const single = values.n !== undefined && new Intl.PluralRules(current).select(values.n) === "one";
  const text = (single && table[`${key}_one`]) || table[key];
  if (text === undefined) throw new Error(`words.json has no ${key} in ${current}`);
  return text.replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === "number" ? number(values[name]) : values[name]));
}

/** The wording of a text that the ontology gives per language. */
export const inLanguage = (texts) => texts[current] ?? texts.en;

const figures = {};
export const number = (value) => (figures[current] ??= new Intl.NumberFormat(current)).format(value);
export const percent = (value) => new Intl.NumberFormat(current, { style: "percent" }).format(value);

/** A sum of money in words: "$2 billion", « 2 milliards $US ». */
export function money(amount, currency) {
  const compact = { notation: "compact", compactDisplay: "long", maximumFractionDigits: 2 };
  try {
    return new Intl.NumberFormat(current, { style: "currency", currency, ...compact }).format(amount);
  } catch {
    return [new Intl.NumberFormat(current, compact).format(amount), currency].filter(Boolean).join(" ");
  }
}

const ODD = 24;
/** An EDTF date (2025, 2025-04, 2025-04-03) as it is read; anything else stays as it is. */
export function date(edtf) {
  const found = plain(edtf);
  if (!found) return called(edtf, ODD);
  const [year, month, day] = found.split("-");
  if (!month) return year;
  const shown = { year: "numeric", month: "short", ...(day && { day: "numeric" }), ...(Number(year) === 0 && { era: "short" }) };
  return new Intl.DateTimeFormat(current, { timeZone: "UTC", ...shown }).format(dayOf(...found.split("-").map(Number)));
}

/** Two dates as a stretch of time; one date when they are the same; null without any. */
export function stretch(first, last) {
  if (!first || !last) return first || last ? date(first || last) : null;
  return first === last ? date(first) : `${date(first)} – ${date(last)}`;
}
