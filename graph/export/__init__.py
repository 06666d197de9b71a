"""The graph in other forms: RDF, GraphML, GEXF, JSON Lines, sheets, and a standalone page."""

from __future__ import annotations

from graph.export.gexf import write_gexf
from graph.export.graphml import write_graphml
from graph.export.jsonl import json_lines, write_jsonl
from graph.export.page import html_page, write_page
from graph.export.rdf import write_rdf
from graph.export.sheets import write_sheets
from graph.export.turtle import turtle

__all__ = ["html_page", "json_lines", "turtle", "write_gexf", "write_graphml", "write_jsonl", "write_page", "write_rdf", "write_sheets"]
