brand = Dialogue
