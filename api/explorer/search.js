/** A search box with suggestions (ARIA combobox): waits while one types, and drops answers that come too late. */

import { get, isAborted } from "./api.js";
import { called, freshId, h } from "./dom.js";
import { label, typeColour, typeShape } from "./schema.js";
import { t } from "./words.js";

const PAUSE = 150;

/** The box; `onpick(entity)` is told what was chosen. `value` is what stands in it at first. */
export function searchBox({ label: name, hint, onpick, value = "" }) {
  return new SearchBox({ name, hint, onpick, value }).element;
}

class SearchBox {
  constructor({ name, hint, onpick, value }) {
    this.onpick = onpick;
    this.found = [];
    this.active = -1;
    this.eager = false;
    this.waiting = new AbortController();
    const id = freshId("options");
    this.list = h("ul", { id, role: "listbox", class: "options", "aria-label": name, hidden: true, onmousedown: (event) => event.preventDefault() });
    this.input = h("input", {
      type: "search",
      role: "combobox",
      class: "search",
      value,
      placeholder: hint,
      "aria-label": name,
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": id,
      autocomplete: "off",
      spellcheck: "false",
      oninput: () => this.later(),
      onkeydown: (event) => this.key(event),
      onblur: () => this.close(),
    });
    this.element = h("div", { class: "combobox" }, this.input, this.list);
  }

  later() {
    clearTimeout(this.timer);
    this.waiting.abort();
    this.found = [];
    this.eager = false;
    const words = this.input.value.trim();
    if (words) this.timer = setTimeout(() => this.ask(words), PAUSE);
    else this.close();
  }

  async ask(words) {
    this.waiting = new AbortController();
    const { signal } = this.waiting;
    try {
      const answer = await get("/suggest", { q: words }, { signal });
      if (!signal.aborted) this.offer(answer.items);
    } catch (error) {
      if (!isAborted(error)) this.say(t(`problem_${error.kind ?? "failed"}`));
    }
  }

  offer(found) {
    this.found = found;
    if (found.length === 0) return this.say(t("no_entity"));
    this.list.replaceChildren(...found.map((entity, place) => this.option(entity, place)));
    this.open();
    this.move(-1);
    return this.eager && this.pick(found[0]);
  }

  option(entity, place) {
    const alias = entity.matched && entity.matched !== entity.name && h("span", { class: "alias", dir: "auto" }, t("also_called", { name: called(entity.matched) }));
    return h(
      "li",
      { role: "option", id: freshId("option"), "aria-selected": "false", onclick: () => this.pick(entity), onmousemove: () => this.move(place) },
      h("span", { class: `shape ${typeShape(entity.type)}`, colour: typeColour(entity.type) }),
      h("span", { class: "what" }, h("span", { dir: "auto", class: "called" }, called(entity.name)), alias),
      h("span", { class: "kind" }, label("types", entity.type), " · ", t("n_edges", { n: entity.edges })),
    );
  }

  say(words) {
    this.list.replaceChildren(h("li", { class: "nothing", role: "option", "aria-disabled": "true", "aria-selected": "false" }, words));
    this.open();
  }

  open() {
    this.list.hidden = false;
    this.input.ariaExpanded = "true";
  }

  close() {
    this.eager = false;
    clearTimeout(this.timer);
    this.waiting.abort();
    this.list.hidden = true;
    this.input.ariaExpanded = "false";
    this.move(-1);
  }

  move(place) {
    this.active = place;
    [...this.list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    const option = this.list.children[place];
    if (option) option.scrollIntoView({ block: "nearest" });
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    const { length } = this.found;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && length) {
      event.preventDefault();
      this.open();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.move(this.active < 0 && step < 0 ? length - 1 : (this.active + step + length) % length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (length) this.pick(this.found[Math.max(this.active, 0)]);
      else this.hurry();
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    }
  }

  /** Enter before the answer is there: the first of it is taken when it comes. */
  hurry() {
    const words = this.input.value.trim();
    if (!words || this.eager) return;
    clearTimeout(this.timer);
    this.waiting.abort();
    this.eager = true;
    this.ask(words);
  }

  pick(entity) {
    this.input.value = called(entity.name);
    this.close();
    this.onpick(entity);
  }
}
