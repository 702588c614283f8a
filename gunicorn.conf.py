"""How gunicorn serves the portal: gevent workers, one on SQLite, one a core on PostgreSQL."""

import os
import subprocess
import sys
from pathlib import Path

import gevent

wsgi_app = "wsgi:app"
bind = f"127.0.0.1:{os.environ.get('PORT') or 8000}"
worker_class = "gevent"
workers = os.cpu_count() if os.environ.get("DATABASE_URL", "").startswith("postgres") else 1
worker_connections = 10_000
# A phone on 2G pays three seconds for a new connection, and an idle one costs some 20 kB here.
keepalive = 75
timeout = 60
graceful_timeout = 15
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
control_socket_disable = True
# No request says where the portal lies: its word would stand in the links of mails.
forwarder_headers = ""
loglevel = "warning"


def post_request(worker, request, environ, response) -> None:
    """The others' turn: who asks again at once, on the same connection, would hold the loop."""
    gevent.sleep(0)


def when_ready(server) -> None:
    print(f"The portal answers at {server.LISTENERS[0]}", flush=True)
    if os.environ.get("RUN_TASKS", "yes").strip().lower() != "no":
        subprocess.Popen([sys.executable, Path(__file__).with_name("bin") / "tasks"])
