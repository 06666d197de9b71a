"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const graph = { nodes: new vis.DataSet(data.nodes), edges: new vis.DataSet(data.edges) };
new vis.Network(document.getElementById("graph"), graph, data.options);
