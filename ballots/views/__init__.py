"""The pages of voters, and those of the people who hold the poll."""
