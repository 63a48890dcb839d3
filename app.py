"""The WSGI application that servers and the `flask` command find."""

from crescendo import create_app

app = create_app()
