"""How does a school's roster get from a spreadsheet into the register?"""
