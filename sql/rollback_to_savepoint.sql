rollback to savepoint item
