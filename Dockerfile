# One image for every service of docker-compose.yaml. The base needs Python 3.11, 3.12 or 3.13 with venv, and glibc.
ARG BASE_IMAGE=python:3.11-slim-bookworm
FROM ${BASE_IMAGE}

RUN python3 -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONPATH=/opt/embargowatch/src
WORKDIR /opt/embargowatch
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .

RUN useradd --create-home --uid 50000 embargowatch \
    && install -d -o embargowatch /var/lib/embargowatch /var/lib/embargowatch/logs /var/lib/embargowatch/inbox \
        /var/lib/embargowatch/newsroom
USER embargowatch
ENV AIRFLOW_HOME=/var/lib/embargowatch
