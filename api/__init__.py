"""The doors: HTTP, browser, command line; the only place that reads the environment."""
