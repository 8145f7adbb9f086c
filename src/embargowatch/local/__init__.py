"""One machine: an embedded PostgreSQL, the demo newsroom, a mail catcher and Airflow, started and stopped together.

Nothing here knows about news. It is what `./run demo` and `./run up` do after the environment is made;
whoever runs Airflow and Postgres some other way (docker-compose, Kubernetes) never needs it.
"""
