"""Who there is: departments, posts, quota, staff, tenures."""
