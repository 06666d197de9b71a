"""Write the prompts that the language-model reader would send: ``python -m bench.record_prompts OUT FILES...``.

Nothing is sent. Each call of each article becomes ``OUT/<article>-<key>.json`` (the messages) and ``….prompt.txt`` (the same to be read);
an answer goes beside it as ``….answer.txt``. An article in several parts asks for its next part once the one before is answered: run it
again until it says that nothing is missing. ``bench.replay`` serves the answers, ``bench.read_recorded`` reads the articles with them.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bench.recorded import MODEL, Folder, name_of
from ingest.llm.errors import ModelError
from ingest.llm.reader import ModelReader
from ingest.sources import Unread, read_articles


def main() -> None:
    """Write what is not written yet, and say what waits for an answer."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--model", default=MODEL, help="name of the model in the prompts' keys")
    parser.add_argument("--second-pass", action="store_true", help="ask about doubtful claims too")
    args = parser.parse_args()
    folder = Folder(args.out)
    for article in read_articles(args.files):
        if isinstance(article, Unread):
            print(article.reason)
            continue
        folder.article = name_of(article.source)
        try:
            ModelReader(folder, model=args.model, second_pass=args.second_pass)(article)
        except ModelError as error:
            if not folder.unanswered:
                print(f"{article.source}: {error}")
    sizes = [len(path.read_text(encoding="utf-8")) for path in folder.asked]
    print(f"{len(folder.asked)} prompts in {args.out}, the longest of {max(sizes, default=0)} characters; waiting for an answer:")
    for path in folder.unanswered:
        print(path)


if __name__ == "__main__":
    main()
