"""SMART App Launch 2.2: discovery, the page on which a person lets an app in, tokens, and the launch from a child."""
