import Foundation
import Testing

/// A folder that goes with the test that made it.
public final class ScratchFolder: Sendable {
    private let url: URL

    public init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "quarry-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        do {
            try FileManager.default.removeItem(at: url)
        } catch {
            Issue.record(error)
        }
    }

    public var path: String {
        url.path
    }

    public func path(_ name: String) -> String {
        url.appending(path: name).path
    }

    /// Writes a file, and the folders above it.
    @discardableResult
    public func write(_ bytes: [UInt8], to name: String) throws -> String {
        let file = url.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return file.path
    }

    @discardableResult
    public func write(_ text: String, to name: String) throws -> String {
        try write(Array(text.utf8), to: name)
    }

    public func text(_ name: String) throws -> String {
        try String(contentsOf: url.appending(path: name), encoding: .utf8)
    }

    /// Replaces the first place of a text in a file, which must have it.
    public func replace(_ old: String, by new: String, in name: String) throws {
        var text = try self.text(name)
        text.replaceSubrange(try #require(text.range(of: old), "\(name) has no \(old)"), with: new)
        try write(text, to: name)
    }

    public func remove(_ name: String) throws {
        try FileManager.default.removeItem(at: url.appending(path: name))
    }

    public func size(of name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path(name))
        return try #require(attributes[.size] as? Int)
    }

    public func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }
}
