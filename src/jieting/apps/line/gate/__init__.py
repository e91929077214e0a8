"""The gate: may this person serve this queue now?"""
