import Glibc
import JSONStream
public import Store

/// Finds and reads exports on a thread of its own, so that reading the next messages goes on while the last are written.
public actor ExportReader {
    private let executor = SerialQueueExecutor(label: "quarry.reader")
    private var open: OpenExport?
    /// Kept from export to export, all of one archive.
    private var known: KnownMessages?

    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    public init() {}

    /// The files below `paths` that may be exports.
    public func find(in paths: [String]) -> FoundFiles {
        let folder = ExportFolder(paths)
        return FoundFiles(
            files: folder.files.map { FoundFile(path: $0.path, status: $0.status) }, problems: folder.problems,
            ignored: folder.ignored)
    }

    /// The exports in a file: one, or as many as a zip file has.
    public func exports(in file: FoundFile) throws -> FileContents {
        guard try isZip(file) else {
            return FileContents(
                isZip: false, locations: [ExportLocation(file: file.path, status: file.status)], problems: [])
        }
        let directory = try ZipDirectory(path: file.path, size: file.status.size)
        return FileContents(
            isZip: true, locations: directory.entries.map { ExportLocation(entry: $0, zip: file.path) },
            problems: directory.problems)
    }

    /// What an export says about itself.
    public func header(of location: ExportLocation) throws -> ExportHeader {
        guard location.size > 0 else { throw JSONError(.truncated, at: 0) }
        return try DiscordHeaderReader.header(of: location.open())
    }

    /// The hash of a file's bytes.
    public func contentHash(of location: ExportLocation) throws -> ContentHash {
        try location.contentHash()
    }

    /// Opens an export for `nextBatch`.
    ///
    /// - Parameters:
    ///   - archive: the path of the archive's database; messages that stand there as they stand here are not read.
    ///   - salt: of the archive's digests.
    public func begin(
        _ location: ExportLocation, _ header: ExportHeader, archive: String, salt: ContentHash
    ) throws {
        let known = try self.known ?? KnownMessages(archive: archive)
        self.known = known
        let isKnown = try known.begin(header.channel.id)
        open = OpenExport(
            location: location,
            reader: DiscordReader(
                try location.open(), channel: header.channel.id, digester: MessageDigester(salt: salt),
                known: isKnown ? known : nil))
    }

    /// The next messages of the export; nil at its end.
    public func nextBatch() -> MessageBatch? {
        guard var batch = open?.reader.nextBatch() else { return nil }
        if let open, open.reader.isAtEnd { known?.stop() }
        if let open, open.reader.isAtEnd, open.hasChanged {
            batch.problems.append(
                Problem(.changing, "the file changed while it was read; the next run reads it again", lost: 0))
        }
        return batch
    }

    /// What the export that was read was like.
    func summary() -> ReadingSummary {
        guard let open else { preconditionFailure("summary without begin") }
        var summary = open.reader.summary
        if open.hasChanged { summary.hasChanged = true }
        return summary
    }

    private func isZip(_ file: FoundFile) throws -> Bool {
        if file.path.lowercased().hasSuffix(".json") { return false }
        var source = try FileSource(path: file.path, length: 4)
        return try source.bytes(2) == [0x50, 0x4b] || file.path.lowercased().hasSuffix(".zip")
    }
}

/// An export whose messages are being read.
private final class OpenExport {
    let location: ExportLocation
    var reader: DiscordReader

    init(location: ExportLocation, reader: consuming DiscordReader) {
        self.location = location
        self.reader = reader
    }

    /// Whether the file is no longer the one that was found.
    var hasChanged: Bool {
        guard let found = location.status, let now = FileStatus(path: location.name) else { return false }
        return found != now
    }
}

/// A file that may hold exports.
public struct FoundFile: Sendable {
    public let path: String
    public let status: FileStatus
}

/// The exports in one file.
public struct FileContents: Sendable {
    public let isZip: Bool
    public let locations: [ExportLocation]
    /// Entries that are refused.
    public let problems: [Problem]
}

/// What lies below the paths of a run.
public struct FoundFiles: Sendable {
    public let files: [FoundFile]
    public let problems: [FileProblem]
    /// Files that cannot be exports.
    public let ignored: Int
}
