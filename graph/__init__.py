"""Where claims live: the store, graph-shaped questions, exports.

::

    from graph import open_graph

    with open_graph() as graph:
        graph.edge_frame()
"""

from __future__ import annotations

from graph.opening import open_graph

__all__ = ["open_graph"]
