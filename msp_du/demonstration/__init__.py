"""A demonstration instance: invented people, believable histories, the same for the same day."""
