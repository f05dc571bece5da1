extension Connection {
    /// Runs `body` in one transaction: all of it is committed, or none after an error.
    ///
    /// The write lock is taken at once (`IMMEDIATE`), so that a second writer waits here and never fails half-way.
    public mutating func transaction<Result>(
        _ body: (inout Connection) throws -> Result
    ) throws -> Result {
        try execute("BEGIN IMMEDIATE")
        do {
            let result = try body(&self)
            try execute("COMMIT")
            return result
        } catch {
            rollBack("ROLLBACK")
            throw error
        }
    }

    /// Runs `body` inside the open transaction so that an error undoes only its own work. May be nested.
    public mutating func savepoint<Result>(
        _ body: (inout Connection) throws -> Result
    ) throws -> Result {
        try execute("SAVEPOINT part")
        do {
            let result = try body(&self)
            try execute("RELEASE part")
            return result
        } catch {
            rollBack("ROLLBACK TO part")
            rollBack("RELEASE part")
            throw error
        }
    }

    /// Opens a transaction that `commit` or `rollBack` ends: for work that spans several calls of an actor.
    public mutating func begin() throws(StoreError) {
        try execute("BEGIN IMMEDIATE")
    }

    public mutating func commit() throws(StoreError) {
        try execute("COMMIT")
    }

    /// Ends the open transaction without its work; nothing where none is open.
    public mutating func rollBack() {
        rollBack("ROLLBACK")
    }

    private mutating func rollBack(_ sql: SQL) {
        do {
            try execute(sql)
        } catch {
            // After some errors (full disk, no memory) SQLite has already rolled back, and says that nothing is open.
        }
    }
}
