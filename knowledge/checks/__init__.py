"""One module a subject: each takes content already read and returns French sentences.

Nothing here reads an article's facts as true or false: only a person with the source can.
"""
