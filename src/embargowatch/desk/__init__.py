"""The desk: what analysts keep open. Read-only pages rendered on the server, without a line of JavaScript.

``create_app`` knows neither Airflow nor where the database is: who mounts it brings a way to connect and a
dependency that lets only people in who are logged in.
"""

from embargowatch.desk.app import create_app

__all__ = ["create_app"]
