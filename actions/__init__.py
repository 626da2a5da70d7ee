"""Rasa's custom actions: read slots, ask `knowledge`, send response names. No SQL, no wording.

The action server imports every module of this package: nothing may happen at import.
"""
