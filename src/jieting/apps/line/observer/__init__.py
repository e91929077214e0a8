"""The observer: hears the switch, reads its log, and keeps each fact and each call once."""
