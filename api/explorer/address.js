/** Addresses of screens. A date that the present address looks from ("as of") goes along. */

export const asOf = () => new URLSearchParams(location.search).get("as_of") || null;

export const entityAt = (id) => at(`/e/${encodeURIComponent(id)}`);
export const edgeAt = (id) => at(`/r/${encodeURIComponent(id)}`);
export const graphAt = (ids, more = {}) => at("/g", { ids: ids.join(","), ...more });
/** A screen's bare path, looked at from the same date. */
export const screenAt = (path) => at(path);
export const pathsAt = (from, to) => at("/p", { from, to });

function at(path, values = {}) {
  const query = new URLSearchParams(Object.entries({ ...values, as_of: asOf() }).filter(([, value]) => value));
  return path + (query.size ? `?${query}` : "");
}
