"""Files of calls on their way in: received, guarded, read on trial, compared, kept, undone."""
