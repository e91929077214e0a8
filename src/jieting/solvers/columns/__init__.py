"""Large rosters by column generation: whole rosters of one person are the columns."""
