"""What people ask for: one function a use case, in a session that others commit."""
