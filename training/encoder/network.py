"""The network, in torch: the lower layers of a transformer over the tokens of a window, and a head that weighs each pair of mentions.

The head sees the states at the two marks, their product, and the states between the sentences of the two as far as the pair attends to
them; the types and the distance of the two are given as numbers (``ingest.rules.windows.Couple``). Then each pair attends to the others
of its window, as who else stands there decides whom a sentence means.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

import torch
from torch import Tensor, nn
from torch.nn import functional

from ingest.rules.windows import END, START, TYPES, Window
from training.encoder.labels import CERTAINTIES, CLASSES, PHASES, RELATIONS
from training.encoder.source import Pretrained, Sizes

__all__ = ["PLACES", "Among", "Body", "Layer", "Network", "Numbers", "Special"]

PLACES = 400
"""Tokens that a window may have at most."""
_FIRST_PLACE = 2
"""Of the pretrained places: those before belong to padding."""
_MARKS = 2 * len(TYPES) + 1
_HEADS, _HIDDEN, _AMONG, _STATUS_HIDDEN = 4, 512, 128, 128
_TYPE_NUMBERS, _DISTANCES = 64, 32
_WAYS_TO_SHARE = 4
"""Two pairs share the first end, the second, or the one's first is the other's second, and the reverse: a bit each."""
_DROPOUT = 0.1
_SELDOM = -3.0
"""The bias of relations at the start: few pairs have one."""
_NEVER = -1e4
_GIVEN = frozenset(("words", "places"))


@dataclass(frozen=True, slots=True)
class Special:
    """The ids of the tokens that open, close and fill a window."""

    start: int
    end: int
    padding: int

    @classmethod
    def of(cls, pieces: Sequence[str]) -> Special:
        """Those of a vocabulary; raises ValueError when it has none."""
        return cls(*(pieces.index(piece) for piece in ("<s>", "</s>", "<pad>")))


class Layer(nn.Module):
    """Attention and a pair of projections, each with its norm behind."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        width = sizes.width
        self.heads = sizes.heads
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.out_norm = nn.LayerNorm(width, sizes.epsilon)
        self.inner, self.outer = nn.Linear(width, sizes.inner), nn.Linear(sizes.inner, width)
        self.outer_norm = nn.LayerNorm(width, sizes.epsilon)

    def forward(self, states: Tensor, mask: Tensor | None = None) -> Tensor:
        """From and to batch × tokens × width; ``mask`` is true where there is a token."""
        batch, tokens, width = states.shape
        query, key, value = (of(states).view(batch, tokens, self.heads, -1).transpose(1, 2) for of in (self.query, self.key, self.value))
        dropout = _DROPOUT if self.training else 0.0
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask, dropout_p=dropout)
        seen = self.out(seen.transpose(1, 2).reshape(batch, tokens, width))
        states = self.out_norm(states + functional.dropout(seen, _DROPOUT, self.training))
        return self.outer_norm(states + functional.dropout(self.outer(functional.gelu(self.inner(states))), _DROPOUT, self.training))


class Body(nn.Module):
    """The transformer; the vectors of the vocabulary and of the places are never changed."""

    def __init__(self, sizes: Sizes, *, tokens: int, special: Special) -> None:
        super().__init__()
        self.special = special
        self.words = nn.Parameter(torch.zeros(tokens, sizes.width), requires_grad=False)
        self.places = nn.Parameter(torch.zeros(PLACES, sizes.width), requires_grad=False)
        self.norm = nn.LayerNorm(sizes.width, sizes.epsilon)
        self.layers = nn.ModuleList(Layer(sizes) for _ in range(sizes.layers))

    @classmethod
    def pretrained(cls, source: Pretrained, layers: int, pieces: Sequence[str]) -> Self:
        """With the lowest layers of the source, and its vectors of these pieces."""
        given = source.sizes
        sizes = Sizes(given.width, layers, given.heads, given.inner, given.epsilon)
        network = cls(sizes, tokens=len(pieces), special=Special.of(pieces))
        network.load_state_dict({name: torch.from_numpy(array) for name, array in _arrays(source, layers, pieces).items()}, strict=False)
        return network

    def keep(self, path: Path) -> None:
        """Write what learns to a file; the vectors that never change come from the source again."""
        torch.save({name: value for name, value in self.state_dict().items() if name not in _GIVEN}, path)

    def resume(self, path: Path) -> None:
        """Go on from such a file; raises ValueError when it is another network's."""
        self.take(torch.load(path, weights_only=True), path)

    def take(self, weights: Mapping[str, Tensor], path: Path) -> None:
        """Take what learns from these weights, which come from ``path``; raises ValueError when they are another network's."""
        own = self.state_dict()
        unfit = sorted(name for name, value in weights.items() if name in own and own[name].shape != value.shape)
        missing, unknown = sorted(own.keys() - weights.keys() - _GIVEN), sorted(weights.keys() - own.keys())
        if unfit or missing or unknown:
            raise ValueError(f"{path} has the weights of another network: without {missing}, with {unknown}, of other shapes {unfit}")
        self.load_state_dict(weights, strict=False)

    def through(self, vectors: Tensor, mask: Tensor) -> Tensor:
        """The states of tokens with these vectors, windows × tokens × width; ``mask`` is true where there is a token."""
        states = functional.dropout(self.norm(vectors + self.places[: vectors.shape[1]]), _DROPOUT, self.training)
        for layer in self.layers:
            states = layer(states, mask)
        return states


class Numbers(NamedTuple):
    """The pairs of a window: places of marks (pairs × 2), types, distances, and entities numbered within the window (pairs × 2)."""

    places: Tensor
    types: Tensor
    distances: Tensor
    ends: Tensor

    @classmethod
    def of(cls, window: Window, device: torch.device) -> Self:
        """Those of this window."""
        couples = window.couples
        places, types, distances = [c.places for c in couples], [c.types for c in couples], [c.distance for c in couples]
        return cls(*(torch.tensor(numbers, device=device) for numbers in (places, types, distances, window.ends)))


class Among(nn.Module):
    """What a pair learns from the other pairs of its window; which ends two pairs share weighs on how they attend to each other."""

    def __init__(self) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(_HIDDEN, bias=False)  # the next layers have one
        self.asks, self.answers, self.tells = (nn.Linear(_HIDDEN, _AMONG) for _ in range(3))
        self.out = nn.Linear(_AMONG, _HIDDEN)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)
        self.shared = nn.Embedding(1 << _WAYS_TO_SHARE, _HEADS)

    def forward(self, seen: Tensor, ends: Tensor) -> Tensor:
        """From and to pairs × hidden; ``ends`` are numbers of entities, pairs × 2."""
        first, second = ends[:, 0], ends[:, 1]
        same = (first[:, None] == first, second[:, None] == second, first[:, None] == second, second[:, None] == first)
        shared = sum((one.long() << bit for bit, one in enumerate(same)), torch.zeros((), dtype=torch.long))
        given, heads = self.norm(seen), (-1, _HEADS, _AMONG // _HEADS)
        asks, answers, tells = (of(given).view(heads).transpose(0, 1) for of in (self.asks, self.answers, self.tells))
        shares = asks @ answers.transpose(1, 2) / asks.shape[-1] ** 0.5 + self.shared(shared).permute(2, 0, 1)
        told = (shares.softmax(-1) @ tells).transpose(0, 1).reshape(-1, _AMONG)
        return seen + functional.dropout(self.out(told), _DROPOUT, self.training)


class Network(Body):
    """Transformer and head."""

    def __init__(self, sizes: Sizes, *, tokens: int, special: Special) -> None:
        super().__init__(sizes, tokens=tokens, special=special)
        width = sizes.width
        self.marks = nn.Parameter(torch.randn(_MARKS, width))
        self.types = nn.Embedding(len(TYPES) ** 2, _TYPE_NUMBERS)
        self.distances = nn.Embedding(8, _DISTANCES)
        self.asks, self.answers, self.tells = nn.Linear(2 * width, width), nn.Linear(width, width), nn.Linear(width, width)
        seen = 4 * width + _TYPE_NUMBERS + _DISTANCES
        self.hidden = nn.Sequential(nn.Dropout(_DROPOUT), nn.Linear(seen, _HIDDEN), nn.GELU(), nn.Dropout(_DROPOUT))
        self.among = Among()
        self.relations = nn.Linear(_HIDDEN, len(CLASSES))
        nn.init.constant_(self.relations.bias, _SELDOM)
        self.relation_vectors = nn.Embedding(len(RELATIONS), _HIDDEN)
        statuses = len(CERTAINTIES) + len(PHASES)
        self.statuses = nn.Sequential(nn.Linear(_HIDDEN, _STATUS_HIDDEN), nn.GELU(), nn.Linear(_STATUS_HIDDEN, statuses))

    @classmethod
    def pretrained(cls, source: Pretrained, layers: int, pieces: Sequence[str]) -> Self:
        """The same, with marks about as long as words are."""
        network = super().pretrained(source, layers, pieces)
        network.marks.data *= network.words.std()
        return network

    def forward(self, windows: Sequence[Window]) -> Tensor:
        """What is seen of each pair of these windows, one after the other: pairs × hidden."""
        states = self.states(windows)
        device = states.device
        seen = []
        for row, window in enumerate(windows):
            sentences = torch.from_numpy(window.sentences).to(device)
            seen.append(self.pairs(states[row, : len(window.ids)], sentences, Numbers.of(window, device)))
        return torch.cat(seen)

    def states(self, windows: Sequence[Window]) -> Tensor:
        """A vector for each token: windows × tokens of the longest × width."""
        longest = max(len(window.ids) for window in windows)
        special = {START: self.special.start, END: self.special.end}
        ids = torch.full((len(windows), longest), self.special.padding)
        mask = torch.zeros(len(windows), 1, 1, longest, dtype=torch.bool)
        for row, window in enumerate(windows):
            ids[row, : len(window.ids)] = torch.tensor([special.get(number, number) for number in window.ids])
            mask[row, ..., : len(window.ids)] = True
        marks = self.marks[(END - 1 - ids).clamp(min=0)]
        vectors = torch.where((ids < 0).unsqueeze(-1), marks, self.words[ids.clamp(min=0)])
        return self.through(vectors, mask)

    def pairs(self, states: Tensor, sentences: Tensor, pairs: Numbers) -> Tensor:
        """What is seen of each pair of one window; ``states`` are tokens × width, ``sentences`` the number of each token's sentence."""
        first, second = states[pairs.places[:, 0]], states[pairs.places[:, 1]]
        asks = self.asks(torch.cat([first, second], 1))
        asks, answers, tells = (of.view(of.shape[0], _HEADS, -1).transpose(0, 1) for of in (asks, self.answers(states), self.tells(states)))
        start, end = sentences[pairs.places[:, 0]], sentences[pairs.places[:, 1]]
        between = (sentences[None] >= start[:, None]) & (sentences[None] <= end[:, None])
        shares = asks @ answers.transpose(1, 2) / asks.shape[-1] ** 0.5
        shares = shares.masked_fill(~between[None], _NEVER).softmax(-1)
        context = (shares @ tells).transpose(0, 1).reshape(-1, first.shape[1])
        given = (first, second, first * second, context, self.types(pairs.types), self.distances(pairs.distances))
        return self.among(self.hidden(torch.cat(given, 1)), pairs.ends)

    def statuses_of(self, seen: Tensor) -> Tensor:
        """The scores of certainties and phases for every relation: pairs × relations × values."""
        return self.statuses(seen[:, None] + self.relation_vectors.weight[None])


def _arrays(source: Pretrained, layers: int, pieces: Sequence[str]) -> dict[str, object]:
    """The source's arrays under the network's names."""
    width, inner = source.sizes.width, source.sizes.inner
    places = source.array("emb.pos", -1, width)[_FIRST_PLACE : _FIRST_PLACE + PLACES] + source.array("emb.type", -1, width)[0]
    found: dict[str, object] = {"words": source.words(pieces), "places": places}
    found |= {f"norm.{ours}": source.array(f"emb.ln.{theirs}", width) for ours, theirs in (("weight", "w"), ("bias", "b"))}
    names = {"query": "q", "key": "k", "value": "v", "out": "ao", "out_norm": "aln", "inner": "fi", "outer": "fo", "outer_norm": "oln"}
    for number in range(layers):
        for ours, theirs in names.items():
            out, into = inner if ours == "inner" else width, inner if ours == "outer" else width
            shape = (out,) if ours.endswith("norm") else (out, into)
            found[f"layers.{number}.{ours}.weight"] = source.array(f"l{number}.{theirs}.w", *shape)
            found[f"layers.{number}.{ours}.bias"] = source.array(f"l{number}.{theirs}.b", out)
    return found
