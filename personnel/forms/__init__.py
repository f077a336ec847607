"""What may an officer fill in about people, offices and quota?"""
