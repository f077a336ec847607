"""How do 干部任免审批表 come and go as .lrmx files, the form in which personnel offices exchange them?"""
