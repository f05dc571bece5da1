import Foundation
import Testing

/// A folder that goes with the test that made it.
final class ScratchFolder: Sendable {
    private let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "quarry-embedding-\(UUID().uuidString)")
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

    /// Writes a file, and the folders above it.
    @discardableResult
    func write(_ bytes: [UInt8], to name: String) throws -> String {
        let file = url.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return file.path
    }

    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try write(Array(text.utf8), to: name)
    }

    /// Replaces the first place of a text in a file, which must have it.
    func replace(_ old: String, by new: String, in name: String) throws {
        var text = try String(contentsOf: url.appending(path: name), encoding: .utf8)
        text.replaceSubrange(try #require(text.range(of: old), "\(name) has no \(old)"), with: new)
        try write(text, to: name)
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(at: url.appending(path: name))
    }

    func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
    }
}
