"""What `bench/stories.py` measures with."""
