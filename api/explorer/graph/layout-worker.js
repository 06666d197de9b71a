/** Runs a layout off the page's thread; a new job ends the one before. Answers with positions as they come. */

import { Layout } from "./layout.js";

const SLICE = 40;
let running = null;

self.onmessage = ({ data }) => {
  clearTimeout(running);
  work(new Layout(data), data.job);
};

function work(layout, job) {
  const until = performance.now() + SLICE;
  do layout.step();
  while (!layout.done && performance.now() < until);
  self.postMessage({ job, done: layout.done, x: layout.x.slice(), y: layout.y.slice() });
  if (!layout.done) running = setTimeout(work, 0, layout, job);
}
