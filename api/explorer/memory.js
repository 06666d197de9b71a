/** What the browser keeps between visits, or for one tab; nothing at all where it refuses to. */

const PREFIX = "aigraph.";

export function get(name) {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

export function set(name, value) {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // a private window: the choice lasts as long as the page
  }
}

const ofPage = new Map();

export function getForTab(name) {
  try {
    return sessionStorage.getItem(PREFIX + name);
  } catch {
    return ofPage.get(name) ?? null;
  }
}

/** Keep a value until the tab is closed; null forgets it. */
export function setForTab(name, value) {
  try {
    if (value === null) sessionStorage.removeItem(PREFIX + name);
    else sessionStorage.setItem(PREFIX + name, value);
  } catch {
    if (value === null) ofPage.delete(name);
    else ofPage.set(name, value);
  }
}
