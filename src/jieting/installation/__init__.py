"""An installation: its home folder, keys, database, backup and health; nothing of the business."""
