"""Forms: what may be typed, read and refused with a sentence."""
