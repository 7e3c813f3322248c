"""The pages of the clinic: views fetch and call services, presenters make the sentences, templates only print."""
