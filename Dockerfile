# aigraph for compose.yaml: the packages of requirements.lock, each by its hash, and the program.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app

# First what changes seldom: the lock holds the tools for tests as well, so that one lock serves all.
COPY requirements.lock ./
RUN python -m pip install --require-hashes -r requirements.lock

COPY pyproject.toml README.md LICENSE ./
COPY ontology ontology
COPY graph graph
COPY ingest ingest
COPY api api
RUN python -m pip install --no-deps --no-build-isolation .

RUN useradd --create-home --uid 1000 aigraph && install -d -o aigraph -g aigraph /home/aigraph/kept
USER aigraph
WORKDIR /home/aigraph
ENV AIGRAPH_HOME=/home/aigraph/kept
ENTRYPOINT ["aigraph"]
CMD ["serve"]
