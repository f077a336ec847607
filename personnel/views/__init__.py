"""Which pages show the register, and which acts change it?"""
