savepoint item
