/** The token of a server that opens to tokens only: asked of the reader once, kept for this tab, sent with every request. */

import { button, freshId, h } from "./dom.js";
import * as memory from "./memory.js";
import { t } from "./words.js";

const NAME = "token";
let asking = null;

export const token = () => memory.getForTab(NAME);
export const bearer = () => (token() ? { authorization: `Bearer ${token()}` } : {});

/** Forget a token that the server doesn't know, unless another one took its place meanwhile. */
export function forget(wrong) {
  if (token() === wrong) memory.setForTab(NAME, null);
}

/** Ask the reader for a token, whoever else asks meanwhile; true when one was given. */
export function askForToken(isWrong) {
  asking ??= dialog(isWrong).finally(() => { asking = null; });
  return asking;
}

function dialog(isWrong) {
  return new Promise((answer) => {
    const id = freshId("token");
    const field = h("input", { id, type: "password", required: true, pattern: "\\s*[!-~]+\\s*", autocomplete: "off", spellcheck: "false", title: t("token_looks") });
    const take = (event) => {
      event.preventDefault();
      memory.setForTab(NAME, field.value.trim());
      box.close();
    };
    const form = h(
      "form",
      { onsubmit: take },
      h("h2", {}, t("token_title")),
      isWrong && h("p", { class: "wrong", role: "alert" }, t("token_wrong")),
      h("p", {}, t("token_help")),
      h("label", { for: id }, t("token")),
      field,
      h("p", { class: "row" }, h("button", { type: "submit", class: "strong" }, t("token_use")), button(t("token_not_now"), () => box.close())),
    );
    const box = h("dialog", { class: "token", onclose: () => { box.remove(); answer(token() !== null); } }, form);
    document.body.append(box);
    box.showModal();
  });
}
