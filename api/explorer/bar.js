/** The bar at the top: name, search, screens, language, theme. */

import { entityAt, screenAt } from "./address.js";
import { asOfChoice } from "./as-of.js";
import { button, h } from "./dom.js";
import { draw, go } from "./router.js";
import { searchBox } from "./search.js";
import { isDark, toggleTheme } from "./theme.js";
import { language, otherLanguage, setLanguage, t } from "./words.js";

/** Draw the bar. The start screen has its own search box, so the bar's stays away there. */
export function bar(root) {
  const search = searchBox({ label: t("search"), hint: t("search_hint"), onpick: ({ id }) => go(entityAt(id)) });
  const then = asOfChoice();
  const links = { "/p": t("paths"), "/c": t("cypher"), "/about": t("about") };
  const navigation = Object.entries(links).map(([href, words]) => h("a", { href }, words));
  root.replaceChildren(
    h("a", { href: "/", class: "name" }, h("img", { src: "/static/mark.svg", alt: "", width: 26, height: 26 }), h("span", {}, t("product"))),
    h("div", { class: "find" }, search),
    h("nav", { "aria-label": t("screens") }, navigation),
    h("div", { class: "choices" }, then.root, languageButton(root), themeButton()),
  );
  document.getElementById("skip").textContent = t("skip");
  const mark = () => {
    then.mark();
    root.classList.toggle("at-home", location.pathname === "/");
    for (const link of navigation) {
      link.href = screenAt(link.pathname);
      link.toggleAttribute("aria-current", link.pathname === location.pathname);
    }
  };
  document.addEventListener("screen", mark);
  mark();
}

/** Ctrl K: to the box of what one looks at: the edges of an entity, else all entities. */
export function findOnKey(event) {
  if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
  const boxes = ["main .narrow", ".hero .search", ".bar .search", ".tools .search"].map((where) => document.querySelector(where));
  event.preventDefault();
  boxes.find((box) => box?.checkVisibility({ visibilityProperty: true }))?.focus();
}

function languageButton(root) {
  const speak = () => {
    setLanguage(otherLanguage());
    const query = new URLSearchParams(location.search);
    if (query.has("lang")) query.set("lang", language());
    history.replaceState(null, "", location.pathname + (query.size ? `?${query}` : ""));
    bar(root);
    draw({ again: true });
  };
  return button(t("other_language"), speak, { class: "quiet", lang: otherLanguage(), title: t("other_language_long") });
}

function themeButton() {
  const words = () => (isDark() ? t("light") : t("dark"));
  const toggle = button(isDark() ? "☀" : "☾", () => {
    toggleTheme();
    toggle.textContent = isDark() ? "☀" : "☾";
    toggle.ariaLabel = toggle.title = words();
  }, { class: "quiet icon", "aria-label": words(), title: words() });
  return toggle;
}
