"""Charts as SVG: drawn by a job (drawing.py, which imports Altair), shown by a page (shown.py, which does not)."""
