import Store
import TestSupport
import Testing

@Suite("Migrations")
struct MigrationTests {
    private static let steps = [
        Migration("messages", ["CREATE TABLE a (n INTEGER)", "INSERT INTO a VALUES (1)"]),
        Migration("files", ["CREATE TABLE b (n INTEGER)"]),
        Migration("index", ["CREATE INDEX i ON a (n)", "UPDATE a SET n = n + 1"]),
    ]

    private static func version(_ connection: inout Connection) throws -> Int? {
        try connection.value("PRAGMA user_version", as: Int.self)
    }

    private static func tables(_ connection: inout Connection) throws -> [String] {
        try connection.column("SELECT name FROM sqlite_schema ORDER BY name")
    }

    @Test("steps are numbered from 1 and run once, in order")
    func runsSteps() throws {
        let folder = try ScratchFolder()
        for known in 1...3 {
            // Each time another process would open the file.
            var connection = try Connection(path: folder.path("a.db"))
            let taken = try connection.migrate(Array(Self.steps.prefix(known)))
            #expect(taken == 1)
            let version = try Self.version(&connection)
            #expect(version == known)
        }
        var connection = try Connection(path: folder.path("a.db"))
        let taken = try connection.migrate(Self.steps)
        #expect(taken == 0)
        let numbers = try connection.column("SELECT n FROM a", as: Int.self)
        #expect(numbers == [2])
        let application = try connection.value("PRAGMA application_id", as: Int.self)
        #expect(application == 0x5152_5259)
    }

    @Test("all steps of a new database are taken at once")
    func runsAll() throws {
        var connection = try Connection(path: ":memory:")
        let taken = try connection.migrate(Self.steps)
        #expect(taken == 3)
        let tables = try Self.tables(&connection)
        #expect(tables == ["a", "b", "i"])
    }

    @Test("a step that fails leaves the last good one, and can be mended")
    func keepsLastGoodStep() throws {
        var connection = try Connection(path: ":memory:")
        let broken = Migration("broken", ["CREATE TABLE c (n)", "INSERT INTO a VALUES (7)", "CREATE TABLE a (n)"])
        #expect(throws: StoreError.self) { try connection.migrate(Array(Self.steps.prefix(2)) + [broken]) }
        let version = try Self.version(&connection)
        #expect(version == 2)
        let tables = try Self.tables(&connection)
        #expect(tables == ["a", "b"])
        let taken = try connection.migrate(Self.steps)
        #expect(taken == 1)
        let numbers = try connection.column("SELECT n FROM a", as: Int.self)
        #expect(numbers == [2])
    }

    @Test("a first step that fails leaves an empty database that can still become ours")
    func keepsEmptyDatabase() throws {
        var connection = try Connection(path: ":memory:")
        #expect(throws: StoreError.self) {
            try connection.migrate([Migration("broken", ["CREATE TABLE a (n)", "CREATE TABLE a (n)"])])
        }
        let taken = try connection.migrate(Self.steps)
        #expect(taken == 3)
    }

    @Test("a database of a later version is refused and left as it is")
    func refusesNewer() throws {
        var connection = try Connection(path: ":memory:")
        try connection.migrate(Self.steps)
        let error = #expect(throws: StoreError.self) { try connection.migrate(Array(Self.steps.prefix(1))) }
        #expect(error?.kind == .newer(found: 3, known: 1))
        #expect(error?.description.contains("newer quarry") == true)
        let version = try Self.version(&connection)
        #expect(version == 3)
    }

    private static let foreign: [(name: String, statements: [SQL])] = [
        ("another id, empty", ["PRAGMA application_id = 252006674"]),
        ("another id with tables", ["PRAGMA application_id = 1", "CREATE TABLE x (n)"]),
        ("tables and no id", ["CREATE TABLE x (n)"]),
        ("a view and no id", ["CREATE VIEW x AS SELECT 1"]),
        ("no tables and no id, but a version", ["PRAGMA user_version = 2"]),
        ("no tables and no id, but a negative version", ["PRAGMA user_version = -1"]),
        ("our id, but a negative version", ["PRAGMA application_id = 0x51525259", "PRAGMA user_version = -1"]),
    ]

    @Test("a database of another program is refused and left as it is", arguments: foreign.indices)
    func refusesForeign(index: Int) throws {
        let foreign = Self.foreign[index]
        var connection = try Connection(path: ":memory:")
        for statement in foreign.statements { try connection.execute(statement) }
        let tables = try Self.tables(&connection)
        let error = #expect(throws: StoreError.self, "\(foreign.name)") { try connection.migrate(Self.steps) }
        #expect(error?.kind == .foreign, "\(foreign.name)")
        #expect(error?.isRetriable == false)
        let after = try Self.tables(&connection)
        #expect(after == tables, "\(foreign.name)")
    }

    @Test("a reader requires exactly the schema that it knows")
    func requiresVersion() throws {
        let folder = try ScratchFolder()
        do {
            var writer = try Connection(path: folder.path("a.db"))
            try writer.migrate(Array(Self.steps.prefix(2)))
        }
        var reader = try Connection(path: folder.path("a.db"), mode: .readOnly)
        try reader.requireVersion(of: Array(Self.steps.prefix(2)))
        let newer = #expect(throws: StoreError.self) { try reader.requireVersion(of: Array(Self.steps.prefix(1))) }
        #expect(newer?.kind == .newer(found: 2, known: 1))
        let older = #expect(throws: StoreError.self) { try reader.requireVersion(of: Self.steps) }
        #expect(older?.kind == .older(found: 2, known: 3))
        #expect(older?.description.contains("newer") == false)
        var other = try Connection(path: ":memory:")
        let foreign = #expect(throws: StoreError.self) { try other.requireVersion(of: Self.steps) }
        #expect(foreign?.kind == .foreign)
    }
}
