"""What is kept about one member: shown to them, copied for them."""
