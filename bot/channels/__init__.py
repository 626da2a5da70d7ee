"""Doors to members: each turns its own wire into calls of the relay. One today, the web."""
