"""What every app stands on: sentences in the page's language, the person who acts, instants."""
