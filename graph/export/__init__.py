"""The graph in other forms: Turtle, GraphML, JSON Lines, and a standalone page."""

from __future__ import annotations

from graph.export.graphml import write_graphml
from graph.export.jsonl import json_lines, write_jsonl
from graph.export.page import html_page, write_page
from graph.export.turtle import turtle, write_turtle

__all__ = ["html_page", "json_lines", "turtle", "write_graphml", "write_jsonl", "write_page", "write_turtle"]
