/** Light or dark: as the system says, until the reader chooses. */

import { get, set } from "./memory.js";

const system = matchMedia("(prefers-color-scheme: dark)");

export const isDark = () => (get("theme") ?? (system.matches ? "dark" : "light")) === "dark";

/** Show the theme in force. */
export function applyTheme() {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
  document.dispatchEvent(new Event("theme"));
}

export function toggleTheme() {
  set("theme", isDark() ? "light" : "dark");
  applyTheme();
}

system.addEventListener("change", applyTheme);

/** Whether the reader wants nothing to move by itself. */
export const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
