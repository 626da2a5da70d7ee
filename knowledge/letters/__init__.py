"""Letters a member can fill in, print, edit or download, and the reminders that follow them.

Pure: reads its own content, writes no file, opens no connection, keeps nothing of what is answered.
"""
