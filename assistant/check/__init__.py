"""Is a sentence in free words supported by the sentences it cites?"""
