"""What lies on somebody's desk today? One module a role; a person of several roles has several desks."""
