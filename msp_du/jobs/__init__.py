"""The worker of the job table, and what it can do."""
