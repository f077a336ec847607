"""What does the bureau's list of transfers say, and what would it set going?"""
