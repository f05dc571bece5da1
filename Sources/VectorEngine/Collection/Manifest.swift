import Glibc
import JSONStream
import Store

/// What a collection consists of at a moment: `manifest.json` in its folder, replaced as a whole.
///
/// The file is an object of `version`, `manifest`, and `sha256`, the checksum of the manifest's bytes as they stand there. Files that it does not name are of no moment: a writer that opens the collection removes them.
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

    /// Replaces the manifest of a folder, or leaves it as it was. The folder's `sync` must follow.
    func replace(in folder: String) throws(EngineError) {
        var body = JSONWriter()
        write(to: &body)
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("version", Self.version)
            writer.member("sha256", ContentHash(of: body.bytes).description)
            writer.member("manifest", WrittenJSON(body.text))
        }
        do throws(WriteError) {
            try AtomicFile.replace(Self.path(in: folder), with: writer.bytes + [0x0a])
        } catch {
            throw .cannotWrite(path: error.path, code: error.code)
        }
    }

    private static func path(in folder: String) -> String {
        folder + "/" + name
    }

    init(schema: CollectionSchema, log: Int, next: Int) {
        self.schema = schema
        self.log = log
        self.next = next
    }

    init(readingFrom folder: String) throws(EngineError) {
        let path = Self.path(in: folder)
        let image = try SegmentImage(path: path)
        let file: ManifestFile
        do throws(JSONError) {
            file = try ManifestFile(json: [UInt8](image.bytes))
        } catch {
            throw Self.damaged(path, at: error.offset, error.description)
        }
        guard file.version <= Self.version else {
            throw .newer(path: path, found: file.version, known: Self.version)
        }
        guard file.version == Self.version, ContentHash(of: file.body).description == file.hash else {
            throw Self.damaged(path, at: 0, "its checksum differs")
        }
        do throws(JSONError) {
            self = try Manifest(json: file.body)
        } catch {
            throw Self.damaged(path, at: error.offset, error.description)
        }
    }

    private static func damaged(_ path: String, at offset: Int, _ reason: String) -> EngineError {
        .damaged(path: path, section: "manifest", offset: offset, reason: reason)
    }
}

/// A manifest as it stands in its file, with its version and checksum.
private struct ManifestFile: JSONDecodable {
    var version = 0
    var hash = ""
    var body: [UInt8] = []

    init(from cursor: inout JSONCursor) throws(JSONError) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "version": version = try cursor.decode()
            case "sha256": hash = try cursor.decode()
            case "manifest": body = try cursor.raw { Array($0) }
            default: try cursor.skip()
            }
        }
    }
}

extension Manifest: JSONEncodable, JSONDecodable {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
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
