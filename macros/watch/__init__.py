"""What needs an editor without anyone having changed a word: reviews that fall due, sources that move."""
