"""PostgreSQL's settings, written at every start so that a new release brings its own."""

import os
from collections.abc import Mapping

from motcua.platform.database.places import Places
from motcua.platform.database.service_user import ServiceUser

FILE = "motcua.conf"

# Small when idle, safe when the power goes. Errors are logged without statements, parameters or details:
# those would carry personal data into a log file.
SETTINGS = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "password_encryption": "'scram-sha-256'",
    "max_connections": "100",
    "shared_buffers": "'256MB'",
    "effective_cache_size": "'1GB'",
    "work_mem": "'8MB'",
    "maintenance_work_mem": "'128MB'",
    "huge_pages": "off",
    "jit": "off",
    "random_page_cost": "1.1",
    "max_wal_size": "'1GB'",
    "checkpoint_completion_target": "0.9",
    "wal_compression": "on",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "lc_messages": "'C'",
    "log_line_prefix": "'%m [%p] '",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
    "idle_in_transaction_session_timeout": "'5min'",
}
FAST_BUT_FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "'128MB'",
    "max_connections": "200",
    "autovacuum": "off",
}


def write(places: Places, user: ServiceUser, *, durable: bool, more: Mapping[str, str]) -> None:
    """Write our settings, and `more`, beside PostgreSQL's own and have them included; last one wins."""
    chosen = {**SETTINGS, **({} if durable else FAST_BUT_FORGETFUL), **more}
    file = places.data / FILE
    file.write_text("".join(f"{name} = {value}\n" for name, value in chosen.items()))
    main = places.data / "postgresql.conf"
    line = f"include_if_exists = '{FILE}'\n"
    if line not in main.read_text():
        with open(main, "a") as whole:
            whole.write(line)
    if not user.is_self:
        os.chown(file, user.uid, user.gid)
