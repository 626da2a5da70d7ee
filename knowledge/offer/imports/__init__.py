"""Importers of the care offer: each names its columns and filters; `pipeline` does the rest."""
