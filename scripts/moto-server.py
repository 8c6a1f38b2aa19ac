"""
moto's server, with DynamoDB answering one request at a time. Usage: moto-server.py PORT

moto copies a table before a transaction and puts the copy back when a condition fails: whatever others wrote meanwhile is
lost, and a table that changes while it is copied is an error 500. DynamoDB's transactions are serializable, so nothing
that several writers do could be tested. `servers/isolation` (__tests__/contract/servers.ts) asserts that this is so: its
requests carry the header below and are not queued. S3 and SSM, where one of many has to win, are never queued.

moto also remembers every copy of every table, for its dashboard: gigabytes within minutes. It is made to forget.
"""

import itertools
import sys
import threading

from moto.core.model_instances import reset_model_data
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import run_simple

UNQUEUED = "HTTP_X_TEST_UNQUEUED"
FORGET_EVERY = 50


def one_at_a_time(application):
    lock = threading.Lock()
    count = itertools.count(1)

    def queued(environ, start_response):
        if not environ.get("HTTP_X_AMZ_TARGET", "").startswith("DynamoDB_") or UNQUEUED in environ:
            return application(environ, start_response)
        with lock:
            if next(count) % FORGET_EVERY == 0:
                reset_model_data()
            return application(environ, start_response)

    return queued


if __name__ == "__main__":
    server = one_at_a_time(DomainDispatcherApplication(create_backend_app))
    run_simple("127.0.0.1", int(sys.argv[1]), server, threaded=True, request_handler=MotoRequestHandler)
