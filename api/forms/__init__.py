"""The forms in which the HTTP door answers: which one a request asks for, and how things are written in it."""
