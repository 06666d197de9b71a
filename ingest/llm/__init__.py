"""A language model as reader: prompts from the ontology, answers checked against the article, nothing paid twice."""
