"""The demo: a newsroom on loopback that invents its news, a mail catcher, and what must come out of them."""
