"""Where claims live: the store, graph-shaped questions, exports."""
