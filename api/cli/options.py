"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Argument, Option

__all__ = [
    "Cluster",
    "Columns",
    "Date",
    "Endpoint",
    "Jobs",
    "Json",
    "Labels",
    "Lang",
    "LlmConfig",
    "MaxCost",
    "MaxTokens",
    "MinConfidence",
    "Model",
    "Paths",
    "Publisher",
    "Reader",
    "Rows",
    "SecondPass",
]

Paths = Annotated[
    list[str],
    Argument(
        metavar="PATH...",
        help="Files, folders, 'patterns/**/*.html', archives; - for standard input (docs/sources.md).",
        show_default=False,
    ),
]
Columns = Annotated[
    str | None, Option(help="For JSON Lines and CSV: which column holds what, as text=body,title=headline (also html, published, source…).")
]
Json = Annotated[bool, Option("--json", help="Print JSON.")]
Publisher = Annotated[str | None, Option(help="Publisher of these articles, whatever they say.")]
Date = Annotated[str | None, Option(help="Their date of publication: 2024, 2024-07 or 2024-07-27.")]
Lang = Annotated[str | None, Option(help="Their language: fr, en…; otherwise it is recognised.")]
Reader = Annotated[
    str,
    Option(help="Who reads: rules (offline), fast (without the encoder), llm (a language model), both, or local (a model of your own)."),
]
_PANEL = "Language model"
_PLACES = "openai, anthropic, google, mistral, openrouter, ollama, vllm, llamacpp, or an address as https://host/v1"
Model = Annotated[
    str | None, Option(rich_help_panel=_PANEL, help="Its name; for local, its folder, or org/name@revision on the Hugging Face hub.")
]
Labels = Annotated[
    Path | None, Option(rich_help_panel=_PANEL, help="For local: the file that says what its labels mean (default: its aigraph.json).")
]
Endpoint = Annotated[str | None, Option(rich_help_panel=_PANEL, help=f"Where it is asked: {_PLACES}.")]
MaxTokens = Annotated[int | None, Option(rich_help_panel=_PANEL, min=1, help="Stop before more tokens are used.")]
MaxCost = Annotated[float | None, Option(rich_help_panel=_PANEL, min=0, help="Stop before more US dollars are spent.")]
SecondPass = Annotated[bool | None, Option("--second-pass", rich_help_panel=_PANEL, help="Ask about each doubtful claim once more.")]
LlmConfig = Annotated[Path | None, Option(rich_help_panel=_PANEL, help="A TOML file of such settings (default: llm.toml in AIGRAPH_HOME).")]
Jobs = Annotated[
    int | None, Option(min=1, max=64, help="So many articles at once (default: as many as there are cores; 4 for a language model).")
]
Cluster = Annotated[
    str | None,
    Option(help="Read at this Dask cluster, by its scheduler's address: tcp://host:8786 (docs/scale.md).", show_default=False),
]
MinConfidence = Annotated[float | None, Option(help="Leave out claims that are less sure, 0 to 1 (default: the reader's own floor).")]
Rows = Annotated[int, Option("--limit", min=1, help="At most so many rows.")]
