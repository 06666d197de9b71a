"""What Bolt carries, as JSON values, within a size; the nodes and edges among them are collected for drawing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from neo4j.graph import Node, Path, Relationship
from neo4j.spatial import Point
from neo4j.time import Duration

from ontology.records import Json

__all__ = ["Collected"]


@dataclass(slots=True)
class Collected:
    """Turns values into JSON values, remembers each node and edge once, and counts characters."""

    size: int = 0
    nodes: dict[str, Json] = field(default_factory=dict)
    edges: dict[str, Json] = field(default_factory=dict)

    def json(self, value: object) -> object:
        """The value as JSON; what JSON has no form for becomes text."""
        self.size += 8
        if value is None or isinstance(value, bool | int):
            return value
        if isinstance(value, Mapping) and not isinstance(value, Node | Relationship):
            return {str(key): self.json(item) for key, item in value.items()}
        if isinstance(value, list | tuple) and not isinstance(value, Duration | Point):  # both are tuples
            return [self.json(item) for item in value]
        return self._part_of_graph(value) if isinstance(value, Node | Relationship | Path) else self._text(value)

    def _part_of_graph(self, value: Node | Relationship | Path) -> Json:
        if isinstance(value, Node):
            return self._node(value)
        if isinstance(value, Relationship):
            return self._edge(value)
        return {"nodes": [self._node(n) for n in value.nodes], "edges": [self._edge(r) for r in value.relationships]}

    def _text(self, value: object) -> object:
        """Dates, times and durations in ISO 8601, bytes in hexadecimal, points and the rest as the driver prints them."""
        if isinstance(value, float) and math.isfinite(value):
            return value
        iso = getattr(value, "iso_format", None)
        text = value.hex() if isinstance(value, bytes | bytearray) else str(iso() if iso else value)
        self.size += len(text)
        return text

    def _properties(self, thing: Node | Relationship) -> Json:
        return {name: self.json(value) for name, value in sorted(thing.items())}

    def _node(self, node: Node) -> Json:
        found = {"id": node.element_id, "labels": sorted(node.labels), "properties": self._properties(node)}
        known = self.nodes.get(node.element_id)
        if known is None or not known["properties"]:  # an edge may have brought it bare
            self.nodes[node.element_id] = known = found
        return known

    def _edge(self, edge: Relationship) -> Json:
        ends = [node for node in edge.nodes if node is not None]
        for node in ends:  # a query may return an edge without its ends, whose properties Bolt then leaves out
            bare = {"id": node.element_id, "labels": sorted(node.labels), "properties": {}}
            self.nodes.setdefault(node.element_id, bare)
        source, target = (node.element_id for node in ends)
        found = {"id": edge.element_id, "type": edge.type, "source": source, "target": target, "properties": self._properties(edge)}
        return self.edges.setdefault(edge.element_id, found)
