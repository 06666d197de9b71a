"""GEXF 1.2draft, as Gephi reads it; parallel edges keep their ids."""

from __future__ import annotations

import re
from pathlib import Path

import networkx as nx

from graph.export.files import write_whole
from graph.export.graphml import plain
from graph.networks import Network
from ontology.vocabulary import ontology

__all__ = ["gexf", "write_gexf"]

_TODAY = re.compile(' lastmodifieddate="[^"]*"')
_NO_NAME = re.compile('(<graph [^>]*?) name=""')


def write_gexf(network: Network, path: Path) -> None:
    """Write the network."""
    write_whole(path, [gexf(network)])


def gexf(network: Network) -> str:
    """The network as GEXF: entities are labelled by name, edges by what they say; lists become lines."""
    labelled = plain(network)
    for _, data in labelled.nodes(data=True):
        data["label"] = data["name"]
    for _, _, key, data in labelled.edges(keys=True, data=True):
        data |= {"id": key, "label": ontology().relations[data["relation"]].label["en"]}
    text = "\n".join(nx.generate_gexf(labelled, version="1.2draft"))
    text = _TODAY.sub("", text, count=1)  # the same graph gives the same file on any day
    return _NO_NAME.sub(r"\1", text, count=1) + "\n"  # the schema knows no name of a graph
