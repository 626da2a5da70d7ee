"""The counselors' side: who is in charge of a conversation, and the desk they work at."""
