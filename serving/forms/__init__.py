"""What may an officer fill in about those who hold a post?"""
