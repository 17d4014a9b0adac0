"""Finding personal data in a text, hiding it, and putting it back."""
