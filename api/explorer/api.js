/** The REST API, from which the explorer has everything that it shows. */

import { askForToken, bearer, forget, token } from "./token.js";

const BASE = "/api/v1";

/** What went wrong, as RFC 9457 tells it; `kind` chooses the words: offline, locked, missing, gone, busy, slow, forbidden, query, refused, failed. */
class Problem extends Error {
  constructor(kind, detail, { status = 0, wait = null } = {}) {
    super(detail);
    this.kind = kind;
    this.detail = detail;
    this.status = status;
    this.wait = wait;
  }
}

/** The answer to a GET; lists among the parameters are repeated, empty ones left out. */
export function get(path, params = {}, { signal } = {}) {
  const query = queryOf(params);
  return ask(`${BASE}${path}${query && `?${query}`}`, { signal });
}

/** The answer to a POST of JSON. */
export function post(path, body, { signal } = {}) {
  const headers = { "content-type": "application/json" };
  return ask(BASE + path, { method: "POST", headers, body: JSON.stringify(body), signal });
}

/** The file that a POST of JSON gives. */
export function file(path, body, { signal } = {}) {
  const headers = { "content-type": "application/json", accept: "*/*" };
  return ask(BASE + path, { method: "POST", headers, body: JSON.stringify(body), signal }, (answer) => answer.blob());
}

/** Parameters as a query, in their order. */
function queryOf(params) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== null && one !== undefined && one !== "") query.append(name, one);
  }
  return query.toString();
}

export const segment = encodeURIComponent;

async function ask(url, options, read = (answer) => answer.json()) {
  const answer = await admitted(url, options);
  if (answer.ok) return read(answer);
  const told = await answer.json().catch(() => ({}));
  throw new Problem(kindOf(answer.status, told.type), told.detail ?? told.title ?? "", { status: answer.status, wait: answer.headers.get("retry-after") });
}

/** The answer to a request with the reader's token, for which the reader is asked as long as the server wants another one. */
async function admitted(url, options) {
  let isWrong = false;
  for (;;) {
    const sent = token();
    const answer = await reach(url, options);
    if (answer.status !== 401) return answer;
    if (sent !== null) {
      isWrong = true;
      forget(sent);
    } else if (token() === null && !(await askForToken(isWrong))) return answer;
  }
}

async function reach(url, options) {
  try {
    return await fetch(url, { ...options, headers: { accept: "application/json", ...bearer(), ...options.headers } });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem("offline", "");
  }
}

function kindOf(status, type) {
  if (type === "urn:aigraph:error:query-refused") return "query";
  if (status === 401) return "locked";
  if (status === 403) return "forbidden";
  if (status === 404) return "missing";
  if (status === 410) return "gone";
  if (status === 504) return "slow";
  if (status === 429 || status === 503) return "busy";
  return status < 500 ? "refused" : "failed";
}

export const isAborted = (error) => error?.name === "AbortError";
