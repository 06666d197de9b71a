/** Building the page: elements from values. Whatever is text goes in as text, and only web addresses become links. */

const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** The text without control and bidi characters: they are no words, and change how the words around them look. */
export const visible = (text) => String(text ?? "").replace(HIDDEN, "");

const LONGEST = 160;
/** A name, title or the like as it is shown: one that is no name any more, by its length, is cut. Exports and quotes have all of it. */
export function called(text, longest = LONGEST) {
  const whole = visible(text);
  return whole.length > longest ? `${[...whole].slice(0, longest - 1).join("")}…` : whole;
}

/** An element. `props`: attributes; `onclick`… listeners; `colour` and `share` the CSS variables of these names. Children: nodes, text, or nothing. */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) put(element, name, value);
  element.append(...children.flat(2).filter(isSomething).map(asNode));
  return element;
}

function put(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
  else if (name === "colour") element.style.setProperty("--colour", value);
  else if (name === "share") element.style.setProperty("--share", value);
  else if (name === "value") element.value = value;
  else element.setAttribute(name, value === true ? "" : String(value));
}

const isSomething = (child) => child !== null && child !== undefined && child !== false;
const asNode = (child) => (child instanceof Node ? child : document.createTextNode(visible(child)));

/** The address as it may stand in a link: http and https only, else null. */
function webAddress(text) {
  try {
    const url = new URL(text);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

/** A link to the outside, or the bare words when the address is none of the web. */
export function outsideLink(address, words) {
  const href = webAddress(address);
  if (href === null) return h("span", {}, words);
  return h("a", { href, rel: "noopener noreferrer nofollow", target: "_blank", class: "outside" }, words);
}

/** A button; its kind is one of the classes in the stylesheet. */
export function button(words, onclick, props = {}) {
  return h("button", { type: "button", onclick, ...props }, words);
}

/** Do what builds a part of the page anew; the control that had the focus gets it back if it is still there, else `otherwise` does. */
export function keepFocus(root, otherwise, work) {
  const was = document.activeElement;
  const within = root.contains(was);
  work();
  if (!within || was.isConnected) return;
  const again = [...root.querySelectorAll(was.tagName)].find((one) => !one.disabled && wordsFor(one) === wordsFor(was));
  (again ?? otherwise).focus({ preventScroll: true });
}

const wordsFor = (control) => control.ariaLabel || (control.closest("label") ?? control).textContent;

/** Tells screen readers what happened. */
export function announce(words) {
  document.getElementById("live").textContent = visible(words);
}

let made = 0;
/** An id that nothing else in the page has. */
export const freshId = (stem) => `${stem}-${++made}`;
