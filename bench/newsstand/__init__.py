"""What `bench/intake.py` measures against and with: a web of many sources, and those who read them."""
