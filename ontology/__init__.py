"""What may be said: the ontology, the record types, the checks. Pure: no network, database or clock."""
