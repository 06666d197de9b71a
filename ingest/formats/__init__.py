"""What each kind of file holds, made an article's text; one module a format, none knows the others."""
