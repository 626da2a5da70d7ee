"""Handing a member over to a person: summary agreed to, honest waiting, call-backs, opinions."""
