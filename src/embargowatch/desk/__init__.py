"""The desk: what analysts keep open. Pages rendered on the server, without a line of JavaScript.

``create_app`` knows neither Airflow nor where the database is: who mounts it brings a way to connect and a
dependency that lets only people in who are logged in, and says who of them may write.
"""

from embargowatch.desk.app import create_app
from embargowatch.desk.visitors import Visitor

__all__ = ["Visitor", "create_app"]
