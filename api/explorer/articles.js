/** The articles about an entity: outlet, date, title with a link. */

import { asOf } from "./address.js";
import { get, isAborted, segment } from "./api.js";
import { button, called, h, outsideLink } from "./dom.js";
import { signed } from "./signed.js";
import { failure, loading } from "./states.js";
import { date, number, t } from "./words.js";

const PAGE = 10;

export function articlesAbout(id, { signal }) {
  const list = h("ul", {});
  const count = h("span", { class: "count" });
  const rest = h("div", {}, loading());
  const more = async (cursor) => {
    try {
      const page = await get(`/entities/${segment(id)}/articles`, { limit: PAGE, cursor, as_of: asOf() }, { signal });
      list.append(...page.items.map(line));
      count.textContent = number(page.total);
      rest.replaceChildren(...(page.next ? [button(t("show_more", { n: page.total - list.children.length }), () => more(page.next), { class: "wide" })] : []));
    } catch (error) {
      if (!isAborted(error)) rest.replaceChildren(failure(error, () => more(cursor)));
    }
  };
  more(null);
  return h("section", { class: "articles" }, h("h2", {}, t("articles"), " ", count), list, rest);
}

function line(article) {
  const { source, title, publisher, published, lang } = article;
  return h(
    "li",
    { class: "source" },
    h("span", { class: "publisher", dir: "auto" }, called(publisher) || "—"),
    published ? h("time", { datetime: published }, date(published)) : h("span", { class: "faint" }, t("undated")),
    h("cite", { lang: lang || null, dir: "auto" }, outsideLink(source, called(title || source))),
    signed(article),
  );
}
