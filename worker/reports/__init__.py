"""Performance reports in words: figures in, pages in two languages and two formats out."""
