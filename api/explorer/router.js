/** The address is the state: which screen it names, and moving between them without loading the page anew. */

import { isAborted } from "./api.js";
import { announce } from "./dom.js";
import { failure, loading } from "./states.js";
import { t } from "./words.js";

/** An address of more characters is none that a server takes. */
export const LONGEST = 60_000;
const routes = [];
let leaving = new AbortController();
let drawn = "";
const place = () => location.pathname + location.search;

/** Let `show(root, {path, query, signal})` draw the screen of a path; a group in the pattern becomes `path`. */
export function route(pattern, show) {
  routes.push({ pattern, show });
}

/** Go to an address of the explorer. */
export async function go(address, { replace = false } = {}) {
  history[replace ? "replaceState" : "pushState"](null, "", address);
  await draw();
  if (document.activeElement === document.body) document.getElementById("main").focus({ preventScroll: true });
}

/** Write the state into the address without drawing anew; one that would be too long stays as it is. */
export function remember(query) {
  const text = query.toString();
  if (text.length > LONGEST) return;
  history.replaceState(null, "", location.pathname + (text && `?${text}`));
  drawn = place();
}

/** Draw the screen that the address names, `again` in another language; what the one before still waits for is dropped. */
export async function draw({ again = false } = {}) {
  leaving.abort();
  leaving = new AbortController();
  drawn = place();
  const { signal } = leaving;
  const root = document.getElementById("main");
  const found = routes.map(({ pattern, show }) => ({ match: pattern.exec(location.pathname), show })).find(({ match }) => match);
  root.className = "";
  root.replaceChildren(loading());
  document.dispatchEvent(new Event("screen"));
  try {
    const where = { path: decoded(found?.match[1]), query: new URLSearchParams(location.search), signal, again };
    if (!found) throw Object.assign(new Error(), { kind: "missing", detail: "" });
    await found.show(root, where);
  } catch (error) {
    if (isAborted(error) || signal.aborted) return;
    title(t("wrong"));
    root.replaceChildren(failure(error, () => draw()));
  }
}

/** Name the screen in the window's title, and to screen readers. */
export function title(words) {
  document.title = words ? `${words} · ${t("product")}` : t("product");
  announce(document.title);
}

/** Follow links inside the explorer without loading, and the browser's back and forward. */
export function start() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || link.target || !routes.some(({ pattern }) => pattern.test(url.pathname))) return;
    if (url.pathname === location.pathname && url.search === location.search && url.hash) return;
    event.preventDefault();
    go(url.pathname + url.search).then(() => {
      scrollTo(0, 0);
      document.getElementById("main").focus({ preventScroll: true });
    });
  });
  addEventListener("popstate", () => place() !== drawn && draw()); // a fragment alone, as of the skip link, is no other screen
  return draw();
}

function decoded(text) {
  try {
    return text === undefined ? "" : decodeURIComponent(text);
  } catch {
    return text;
  }
}
