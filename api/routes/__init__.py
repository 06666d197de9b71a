"""The routes of REST, one module a noun; each asks one question of the store and shapes the answer."""
