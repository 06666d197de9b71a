/** EDTF dates against the calendar. */

/** A day as the calendar has it, in its true year (Date.UTC takes 44 for 1944), or null when there is no such day. */
export function dayOf(year, month = 1, day = 1) {
  const found = new Date(0);
  found.setUTCFullYear(year, month - 1, day);
  return found.getUTCMonth() === month - 1 && found.getUTCDate() === day ? found : null;
}

/** An EDTF date's year, month and day as far as it has them: "2025-04"; null when it is none, or in no calendar. */
export function plain(edtf) {
  const found = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?![\w-])/.exec(edtf ?? "");
  return found && dayOf(...found.slice(1).filter(Boolean).map(Number)) && found[0];
}
