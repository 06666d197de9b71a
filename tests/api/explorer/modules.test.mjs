/** The explorer's pure modules: `node --test`. */

import assert from "node:assert/strict";
import test from "node:test";

const from = (name) => import(new URL(`../../../api/explorer/${name}`, import.meta.url));
const { Times } = await from("times.js");
const { date, stretch } = await from("words.js");
const { csv } = await from("csv.js");
const { fileName } = await from("save.js");
const { cameraFrom, cameraText, placesFrom, placesText } = await from("graph/placing.js");
const { Layout, seat } = await from("graph/layout.js");
const { svgOf } = await from("graph/svg.js");
const { curveOf, distanceTo, pointAt } = await from("graph/geometry.js");

const claim = (edge, published, valid_from = null, valid_to = null, denied = false) => ({ edge, published, valid_from, valid_to, denied });
const times = (query, claims) => {
  const made = new Times(new URLSearchParams(query), () => undefined);
  made.learn(claims);
  return (...ids) => ids.filter((id) => made.passes({ id }));
};

test("publications pass as the API's from and to do", () => {
  const claims = [claim("a", "2025-01-31"), claim("b", "2025-02"), claim("c", "2024"), claim("d", null), claim("e", "2023-05-01"), claim("e", "2025-02-03")];
  assert.deepEqual(times("from=2025-02&undated=no", claims)("a", "b", "c", "d", "e"), ["b", "e"]);
  assert.deepEqual(times("to=2025-01&undated=no", claims)("a", "b", "c", "d", "e"), ["a", "c", "e"]);
  assert.deepEqual(times("to=2025", claims)("a", "b", "c", "d", "e"), ["a", "b", "c", "d", "e"]);
});

test("what happened passes when its stretch meets the one that is wanted; denials say nothing of when", () => {
  const claims = [claim("a", "2025-01-01", "2020", "2022-06"), claim("b", "2025-01-01", "2023-04"), claim("c", "2025-01-01", "2021-03", null, true)];
  const query = (more) => times(`when=happened&undated=no&${more}`, claims)("a", "b", "c");
  assert.deepEqual(query("from=2022-06"), ["a", "b"]);
  assert.deepEqual(query("from=2022-07"), ["b"]);
  assert.deepEqual(query("to=2020-01"), ["a"]);
  assert.deepEqual(query("to=2023"), ["a", "b"]);
});

test("a histogram has every month from the first to the last, and counts the undated", () => {
  const made = new Times(new URLSearchParams(), () => undefined);
  made.learn([claim("a", "2024-11-02"), claim("b", "2025-01-09"), claim("b", "2025-01-10"), claim("c", "2025-01"), claim("d", null)]);
  const { bars, undated } = made.histogram(["a", "b", "c", "d", "never seen"].map((id) => ({ id })));
  assert.equal(bars.begin(0), "2024-11");
  assert.deepEqual(bars.counts, [1, 0, 2]);
  assert.equal(bars.unit, "month");
  assert.equal(undated, 2);
  assert.equal(bars.at("2025-01"), 2);
  assert.deepEqual(made.histogram([]).bars.counts, []);
});

test("where months would be too many, bars are years, decades or centuries", () => {
  const bars = (...days) => {
    const made = new Times(new URLSearchParams(), () => undefined);
    made.learn(days.map((day, n) => claim(String(n), day)));
    return made.histogram(days.map((_, n) => ({ id: String(n) }))).bars;
  };
  const shown = (made) => [made.unit, made.counts.length, made.begin(0), made.end(made.last)];
  assert.deepEqual(shown(bars("2005-01", "2024-12")), ["month", 240, "2005-01", "2024-12"]);
  assert.deepEqual(shown(bars("2005-01", "2025-01")), ["year", 21, "2005", "2025"]);
  assert.deepEqual(shown(bars("1602", "2025-01")), ["decade", 43, "1600", "2029"]);
  assert.deepEqual(shown(bars("0001-01-01", "2025-01-03")), ["decade", 203, "0000", "2029"]);
  assert.deepEqual(shown(bars("0044", "9999-12-31")), ["century", 100, "0000", "9999"]);
  const years = bars("1990-05", "2024-02", "2024-11");
  assert.deepEqual([years.counts[0], years.counts.at(-1), years.at("2024-06"), years.at("1066"), years.end(3)], [1, 2, 34, 0, "1993"]);
});

test("years below 100 are what they say, and days in no calendar are no dates", () => {
  assert.equal(date("0044-03-15"), "Mar 15, 44");
  assert.equal(date("0000-01"), "Jan 1 BC");
  assert.equal(stretch("0000", "0099"), "0000 – 0099");
  assert.equal(date("2024-02-29~"), "Feb 29, 2024");
  for (const wrong of ["2025-02-31", "2024-09-31", "2025-13", "2025-00", "2025-01-00", "2025-1", "foo"]) {
    assert.equal(date(wrong), wrong);
    const query = new URLSearchParams();
    new Times(new URLSearchParams({ from: wrong, to: wrong }), () => undefined).write(query);
    assert.equal(query.toString(), "");
  }
});

test("dates are kept in a query and come back", () => {
  const query = new URLSearchParams("when=happened&from=2024-01&to=2024-06&undated=no");
  const written = new URLSearchParams();
  new Times(query, () => undefined).write(written);
  assert.equal(written.toString(), query.toString());
});

test("no cell of a CSV is a formula, and what needs quotes has them", () => {
  assert.equal(csv([["a", 'say "x"', 1.5, null], ["=1+1", "-2", "@x", ["y"]]]), 'a,"say ""x""",1.5,\r\n\'=1+1,\'-2,\'@x,"[""y""]"\r\n');
});

test("a file's name has nothing that a file system refuses", () => {
  assert.equal(fileName("../Société «Générale»/\u202e", "csv"), "société-générale.csv");
  assert.equal(fileName("…", "svg"), "graph.svg");
});

test("places and camera come back within a tenth of a pixel; what is no such text gives nothing", () => {
  const places = new Map([["a", { x: 1.26, y: -3.04 }], ["c", { x: 0, y: 900.5 }]]);
  const text = placesText(["a", "b", "c"], places);
  assert.deepEqual([...placesFrom(text, ["a", "b", "c"])], [["a", { x: 1.3, y: -3 }], ["c", { x: 0, y: 900.5 }]]);
  assert.equal(placesFrom(text, ["a"]), null);
  assert.equal(placesFrom(null, []), null);
  assert.deepEqual(cameraFrom(cameraText({ x: 1.02, y: 2, k: 0.5 })), { x: 1, y: 2, k: 0.5 });
  for (const wrong of ["", null, "1_2", "1_2_99", "x_y_1"]) assert.equal(cameraFrom(wrong), null);
});

test("a layout moves nothing that is fixed, keeps apart what touches, and is the same each time", () => {
  const run = () => {
    const seats = Array.from({ length: 30 }, (_, n) => seat(n));
    const layout = new Layout({ x: Float64Array.from(seats, ({ x }) => x), y: Float64Array.from(seats, ({ y }) => y), room: new Float64Array(30).fill(20), fixed: Uint8Array.from(seats, (_, n) => (n === 3 ? 1 : 0)), links: Uint32Array.of(0, 1, 1, 2, 2, 3) });
    while (!layout.done) layout.step();
    return layout;
  };
  const { x, y } = run();
  assert.deepEqual([x[3], y[3]], [seat(3).x, seat(3).y]);
  for (let i = 0; i < 30; i += 1) for (let j = 0; j < i; j += 1) assert.ok(Math.hypot(x[i] - x[j], y[i] - y[j]) > 25);
  assert.deepEqual([...run().x], [...x]);
});

test("a point of a curve is on it", () => {
  const curve = curveOf({ from: { x: 0, y: 0, r: 5 }, to: { x: 100, y: 40, r: 5 }, bend: 26 });
  const { x, y } = pointAt(curve, 0.37);
  assert.ok(distanceTo(curve, x, y) < 0.5);
});

test("an SVG holds all names and words, escaped", () => {
  const look = { ink: "#000", soft: "#333", paper: "#fff", font: '"Inter", sans', tint: (colour) => colour };
  const node = (id, x) => ({ id, x, y: 0, r: 8, name: `<${id}>&\u0007`, colour: "#123456", shape: "hexagon" });
  const [from, to] = [node("a", 0), node("b", 200)];
  const svg = svgOf({ nodes: [from, to], edges: [{ from, to, bend: 0, width: 2, style: "double", colour: "#654321", arrow: true }] }, { look, wording: () => "\"x\" onload='y'", title: "<t>" });
  assert.ok(svg.includes("&lt;a&gt;&amp;</text>"));
  assert.ok(svg.includes("&quot;x&quot; onload=&#39;y&#39;"));
  assert.equal(svg.match(/<path /g).length, 2);
  assert.ok(!svg.includes("\u0007"));
});
