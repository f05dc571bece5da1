import Foundation
import Store
import Testing

/// A folder that goes with the test that made it.
final class ScratchFolder {
    private let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "quarry-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        do {
            try FileManager.default.removeItem(at: url)
        } catch {
            Issue.record(error)
        }
    }

    func path(_ name: String) -> String {
        url.appending(path: name).path
    }

    func size(of name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path(name))
        return try #require(attributes[.size] as? Int)
    }
}

extension Connection {
    /// All values of the first column.
    mutating func column<Value: ColumnValue>(
        _ sql: SQL, _ values: any ColumnValue..., as type: Value.Type = Value.self
    ) throws -> [Value] {
        try rows(sql, values) { row throws(StoreError) in try row[0] }
    }
}
