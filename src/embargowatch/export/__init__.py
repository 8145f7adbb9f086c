"""What leaves for other tools: rows as CSV, JSON Lines or Parquet, SIPRI's trade register, FollowTheMoney, dossiers.

Everything is read a batch of stories at a time and written as it comes: a hundred thousand need no more memory than one
batch.
"""
