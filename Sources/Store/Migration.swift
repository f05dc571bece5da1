/// One step of a schema. Steps are numbered by their place in the list, from 1, and never change once released.
public struct Migration: Sendable {
    let name: String
    let statements: [SQL]

    public init(_ name: String, _ statements: [SQL]) {
        self.name = name
        self.statements = statements
    }
}

extension Connection {
    /// Marks a database as Quarry's: "QRRY" in ASCII.
    private static var applicationID: Int64 { 0x5152_5259 }

    /// Brings the schema up to date and returns how many steps that took; each step is one transaction.
    ///
    /// Refuses a database of another program, and one with more steps than this version knows.
    @discardableResult
    public mutating func migrate(_ migrations: [Migration]) throws -> Int {
        let found = Int(try value("PRAGMA user_version", as: Int64.self) ?? 0)
        let application = try value("PRAGMA application_id", as: Int64.self) ?? 0
        let tables = try value("SELECT count(*) FROM sqlite_schema", as: Int64.self) ?? 0
        guard application == Self.applicationID && found >= 0 || application == 0 && tables == 0 && found == 0 else {
            throw StoreError(kind: .foreign, detail: "application id \(application)")
        }
        guard found <= migrations.count else {
            throw StoreError(kind: .newer(found: found, known: migrations.count), detail: "")
        }
        for migration in migrations[found...] {
            try transaction { connection in
                for statement in migration.statements { try connection.run(statement) }
                try connection.run("PRAGMA application_id = 0x51525259")
                // A pragma takes no bound value; the number is the count of steps, not data.
                try connection.raiseVersion()
            }
        }
        return migrations.count - found
    }

    private mutating func raiseVersion() throws(StoreError) {
        let version = try value("PRAGMA user_version", as: Int64.self) ?? 0
        try run(SQL.settingVersion(Int(version) + 1))
    }

    /// Checks that a database opened for reading has exactly the schema that this version knows.
    public mutating func requireVersion(of migrations: [Migration]) throws(StoreError) {
        let application = try value("PRAGMA application_id", as: Int64.self) ?? 0
        guard application == Self.applicationID else {
            throw StoreError(kind: .foreign, detail: "application id \(application)")
        }
        let found = Int(try value("PRAGMA user_version", as: Int64.self) ?? 0)
        guard found <= migrations.count else {
            throw StoreError(kind: .newer(found: found, known: migrations.count), detail: "")
        }
        guard found == migrations.count else {
            throw StoreError(kind: .older(found: found, known: migrations.count), detail: "")
        }
    }

    /// Brings one part of the schema up to date: tables that another target owns than the rest, with steps of its own.
    public mutating func migrate(_ migrations: [Migration], of part: String) throws {
        try execute("CREATE TABLE IF NOT EXISTS part (name TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID")
        let found = try version(of: part)
        guard found <= migrations.count else {
            throw StoreError(kind: .newer(found: found, known: migrations.count), detail: "")
        }
        for (number, migration) in migrations.enumerated().dropFirst(found) {
            try transaction { connection in
                for statement in migration.statements { try connection.run(statement) }
                try connection.execute("INSERT OR REPLACE INTO part VALUES (?, ?)", part, number + 1)
            }
        }
    }

    /// How many steps of a part's schema a database has; 0 where it has none of its tables.
    public mutating func version(of part: String) throws(StoreError) -> Int {
        let hasParts = try value("SELECT count(*) FROM sqlite_schema WHERE name = 'part'", as: Int.self) ?? 0
        guard hasParts > 0 else { return 0 }
        return try value("SELECT version FROM part WHERE name = ?", part) ?? 0
    }
}
