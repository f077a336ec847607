"""May this person stand for this post?"""
