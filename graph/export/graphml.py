"""GraphML, as Gephi, yEd and networkx read it: parallel edges keep their ids."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import networkx as nx

from graph.export.files import write_whole
from graph.networks import Network

__all__ = ["graphml", "plain", "write_graphml"]

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold."""


def write_graphml(network: Network, path: Path) -> None:
    """Write the network."""
    write_whole(path, [graphml(network)])


def graphml(network: Network) -> str:
    """The network as GraphML; lists become lines, and what XML cannot hold becomes U+FFFD."""
    out = BytesIO()
    nx.write_graphml_xml(plain(network), out, named_key_ids=True, edge_id_from_attribute="id")
    return out.getvalue().decode("utf-8")


def plain(network: Network) -> Network:
    """The network with nothing in it that XML cannot hold, and no lists."""
    copied: Network = nx.MultiDiGraph()
    for id_, attributes in network.nodes(data=True):
        copied.add_node(_xml(id_), **{name: _plain(value) for name, value in attributes.items() if value is not None})
    for start, end, key, attributes in network.edges(keys=True, data=True):
        copied.add_edge(_xml(start), _xml(end), key=key, **{name: _plain(value) for name, value in attributes.items() if value is not None})
    return copied


def _plain(value: object) -> object:
    if isinstance(value, list | tuple):
        return "\n".join(_xml(str(item)) for item in value)
    return _xml(value) if isinstance(value, str) else value


def _xml(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
