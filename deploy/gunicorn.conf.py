"""gunicorn's settings, for production and demo: `gunicorn --config deploy/gunicorn.conf.py 'wsgi:app'`."""

# ruff: noqa: N999 - the name gunicorn expects

import gc
import os
import socket

_port = os.environ.get("MIA_WEB_PORT") or os.environ.get("MIA_PUBLIC_PORT") or "8000"


def _has_ipv6_loopback() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


# This machine only: nginx stands in front in production. Browsers may resolve names under localhost to either address.
bind = os.environ.get("MIA_WEB_BIND", "").split() or [f"127.0.0.1:{_port}"]
if "MIA_WEB_BIND" not in os.environ and _has_ipv6_loopback():
    bind.append(f"[::1]:{_port}")
worker_class = "gthread"
workers = int(os.environ.get("MIA_WEB_WORKERS", "2"))
threads = int(os.environ.get("MIA_WEB_THREADS", "4"))
# The demo imports the product once for both processes, to be ready sooner. Production asks the database before it starts,
# and a connection made before the fork must not be shared by the processes after it.
preload_app = os.environ.get("MIA_ENV") == "demo"
timeout = 60
graceful_timeout = 8
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
limit_request_line = 8190
# The application writes its own lines; an access log of gunicorn's would repeat addresses of pages about persons.
accesslog = None
errorlog = "-"
loglevel = "warning"
# X-Forwarded-* are judged by the application (MIA_TRUSTED_PROXIES), never by gunicorn.
forwarded_allow_ips = ""
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - gunicorn makes a private file
control_socket_disable = True


def post_worker_init(_worker: object) -> None:
    """What the product holds for good is not looked through for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


def on_starting(_server: object) -> None:
    """gunicorn's own lines go the way of all others: as JSON, without what a request held."""
    from core import logs  # late: gunicorn reads this file before the checkout is on the path

    logs.configure()
    logs.tell_uncaught()
