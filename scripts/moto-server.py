"""
moto's server, with DynamoDB answering one request at a time. Usage: moto-server.py PORT

moto copies a table before a transaction and puts the copy back when a condition fails. Three things follow:

- What others wrote meanwhile is lost, and a table that changes while it is copied is an error 500. DynamoDB's transactions
  are serializable, so requests to DynamoDB are queued here. `servers/isolation` (__tests__/contract/servers-dynamodb.ts) asserts that
  moto is like that: its requests carry the header below and go past the queue, to moto as it is. S3 and SSM, where one of
  many has to win, are never queued.
- A transaction costs as much as the table is long. In the queue only the rows that it touches are copied.
- moto remembers every copy, for its dashboard: gigabytes within minutes. It is made to forget.
"""

import copy
import itertools
import sys
import threading
import types

import moto.dynamodb.models as dynamodb
from moto.core.model_instances import reset_model_data
from moto.dynamodb.models.table import Table
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import run_simple

UNQUEUED = "HTTP_X_TEST_UNQUEUED"
FORGET_EVERY = 50

this_request = threading.local()


def one_at_a_time(application):
    lock = threading.Lock()
    count = itertools.count(1)

    def queued(environ, start_response):
        if not environ.get("HTTP_X_AMZ_TARGET", "").startswith("DynamoDB_"):
            return application(environ, start_response)
        this_request.alone = UNQUEUED not in environ
        if not this_request.alone:
            return application(environ, start_response)
        with lock:
            if next(count) % FORGET_EVERY == 0:
                reset_model_data()
            return application(environ, start_response)

    return queued


def copy_table_without_rows(value):
    """Stands in for copy.deepcopy in moto's backend: the rows of the copy are the table's own."""
    if not (isinstance(value, Table) and this_request.alone):
        return copy.deepcopy(value)
    shared = copy.copy(value)
    shared.items = copy.copy(value.items)
    for key, rows in value.items.items():
        shared.items[key] = dict(rows)
    return shared


def transact_and_restore_rows(transact):
    """A transaction of moto changes rows in place; those that it touches are put back when it fails."""

    def transact_write_items(backend, transact_items):
        touched = [row for item in transact_items for row in rows_of(backend, item)]
        try:
            transact(backend, transact_items)
        except Exception:
            for name, key, sort, before in touched:
                backend.tables[name].items[key][sort] = before
            raise

    return transact_write_items


def rows_of(backend, transact_item):
    (operation,) = transact_item.values()
    table = backend.tables.get(operation.get("TableName")) if this_request.alone else None
    if table is None or table.range_key_attr is None:
        return
    key, sort = backend.get_keys_value(table, operation.get("Key") or operation.get("Item"))
    row = table.get_item(key, sort)
    if row is not None:
        yield operation["TableName"], key, sort, copy.deepcopy(row)


if __name__ == "__main__":
    dynamodb.copy = types.SimpleNamespace(deepcopy=copy_table_without_rows)
    dynamodb.DynamoDBBackend.transact_write_items = transact_and_restore_rows(
        dynamodb.DynamoDBBackend.transact_write_items
    )
    server = one_at_a_time(DomainDispatcherApplication(create_backend_app))
    run_simple("127.0.0.1", int(sys.argv[1]), server, threaded=True, request_handler=MotoRequestHandler)
