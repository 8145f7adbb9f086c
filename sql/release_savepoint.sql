release savepoint item
