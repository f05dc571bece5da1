import Glibc
import JSONStream
import Store

/// What a collection consists of at a moment: `manifest.json` in its folder, replaced as a whole.
///
/// Files that it does not name are of no moment: a writer that opens the collection removes them.
struct Manifest: Hashable, Sendable {
    var schema: CollectionSchema
    var segments: [Entry] = []
    /// The log of what came after the segments.
    var log: Int
    /// The number of the next file.
    var next: Int

    struct Entry: Hashable, Sendable {
        var file: String
        var rows: Int
        /// The file of rows that were deleted.
        var deleted: String?
    }

    static let name = "manifest.json"
    static let version = 1

    var logName: String {
        "log-\(log)"
    }

    /// Every file that belongs to it.
    var files: Set<String> {
        Set([Self.name, logName] + segments.map(\.file) + segments.compactMap(\.deleted))
    }

    /// Replaces the manifest of a folder. When this returns, it stands on the disk; before, the old one did.
    func write(to folder: String) throws(EngineError) {
        var writer = JSONWriter(.indented)
        write(to: &writer)
        try AtomicFile.replace(folder + "/" + Self.name, with: writer.bytes + [0x0a])
    }

    init(schema: CollectionSchema, log: Int, next: Int) {
        self.schema = schema
        self.log = log
        self.next = next
    }

    init(readingFrom folder: String) throws(EngineError) {
        let path = folder + "/" + Self.name
        let image = try SegmentImage(path: path)
        let bytes = [UInt8](image.bytes)
        do throws(JSONError) {
            self = try Manifest(json: bytes)
        } catch {
            throw .damaged(path: path, section: "manifest", offset: error.offset, reason: error.description)
        }
    }
}

extension Manifest: JSONEncodable, JSONDecodable {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("version", Self.version)
            writer.member("schema", schema)
            writer.member("segments", segments)
            writer.member("log", log)
            writer.member("next", next)
        }
    }

    init(from cursor: inout JSONCursor) throws(JSONError) {
        schema = CollectionSchema("")
        log = 0
        next = 0
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "version":
                let version: Int = try cursor.decode()
                guard version == Self.version else {
                    throw JSONError(.unacceptable(expected: "version \(Self.version)"), at: cursor.offset)
                }
            case "schema": schema = try cursor.decode()
            case "segments": segments = try cursor.decode()
            case "log": log = try cursor.decode()
            case "next": next = try cursor.decode()
            default: try cursor.skip()
            }
        }
    }
}

extension Manifest.Entry: JSONEncodable, JSONDecodable {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("file", file)
            writer.member("rows", rows)
            writer.member(ifPresent: "deleted", deleted)
        }
    }

    init(from cursor: inout JSONCursor) throws(JSONError) {
        file = ""
        rows = 0
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "file": file = try cursor.decode()
            case "rows": rows = try cursor.decode()
            case "deleted": deleted = try cursor.decode(String?.self)
            default: try cursor.skip()
            }
        }
    }
}

/// A file that is replaced as a whole or not at all.
enum AtomicFile {
    /// Writes beside it and renames. Bytes and name stand on the disk when this returns.
    static func replace(_ path: String, with bytes: [UInt8]) throws(EngineError) {
        let draft = path + ".new"
        let buffer = try SegmentBuffer(path: draft)
        try SectionSink(buffer).append(bytes)
        try buffer.close(syncing: true)
        guard rename(draft, path) == 0 else { throw .cannotWrite(path: path, code: errno) }
        try syncFolder(of: path)
    }

    /// Sees names to the disk: without, a renamed or new file may be gone after a power cut.
    static func syncFolder(of path: String) throws(EngineError) {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotWrite(path: folder, code: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .cannotWrite(path: folder, code: errno) }
    }
}
