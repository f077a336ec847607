"""What does a year add up to, and what do people say of it? (R-33, sources 三, 四 and 五)"""
