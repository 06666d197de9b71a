/** Starts the explorer: words, ontology, the bar at the top, and the screen that the address names. */

import { bar, findOnKey } from "./bar.js";
import { applyTheme } from "./theme.js";
import { route, start } from "./router.js";
import { loadSchema } from "./schema.js";
import { about } from "./screens/about.js";
import { cypher } from "./screens/cypher.js";
import { edge } from "./screens/edge.js";
import { entity } from "./screens/entity.js";
import { graph } from "./screens/graph.js";
import { home } from "./screens/home.js";
import { paths } from "./screens/paths.js";
import { failure } from "./states.js";
import { loadWords } from "./words.js";

route(/^\/$/, home);
route(/^\/e\/([^/]+)$/, entity);
route(/^\/g$/, graph);
route(/^\/r\/([^/]+)$/, edge);
route(/^\/p$/, paths);
route(/^\/c$/, cypher);
route(/^\/about$/, about);

async function open() {
  try {
    await loadSchema();
    bar(document.getElementById("bar"));
    await start();
  } catch (error) {
    document.getElementById("main").replaceChildren(failure(error, open));
  }
}

document.addEventListener("keydown", findOnKey);
applyTheme();
await loadWords();
await open();
