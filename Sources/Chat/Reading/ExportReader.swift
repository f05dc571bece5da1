public import JSONStream
import Store

/// Finds and reads exports on a thread of its own, so that reading the next messages goes on while the last are written.
public actor ExportReader {
    private let executor = SerialQueueExecutor(label: "quarry.reader")
    private var reading: ExportBeingRead?
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

    /// What some files hold, by what they say about themselves.
    public func survey(_ files: [FoundFile]) -> [SurveyedFile] {
        files.map { file in
            var surveyed = SurveyedFile(file: file)
            do throws(SourceFailure) {
                surveyed.isZip = try isZip(file)
                if surveyed.isZip {
                    try surveyEntries(of: &surveyed)
                } else {
                    try survey(ExportLocation(file: file.path, status: file.status), for: &surveyed)
                }
            } catch {
                surveyed.failure = error
            }
            return surveyed
        }
    }

    /// Opens exports: what each says about itself, and the hash of its bytes.
    public func open(_ locations: [ExportLocation]) -> [Result<OpenedExport, OpeningFailure>] {
        locations.map { location in
            do throws(JSONError) {
                return .success(try open(location))
            } catch {
                return .failure(OpeningFailure(location: location, error: error))
            }
        }
    }

    private func open(_ location: ExportLocation) throws(JSONError) -> OpenedExport {
        let source: any ByteSource
        let hash: ContentHash
        do throws(SourceFailure) {
            source = try location.open()
            hash = try location.contentHash()
        } catch {
            throw JSONError(.source(error), at: 0)
        }
        return OpenedExport(location: location, header: try DiscordHeaderReader.header(of: source), hash: hash)
    }

    /// Begins to read an export's messages, and returns the first.
    ///
    /// - Parameters:
    ///   - archive: the path of the archive's database; messages that stand there as they stand here are not read.
    ///   - salt: of the archive's digests.
    func begin(
        _ export: OpenedExport, archive: String, salt: ContentHash
    ) -> Result<MessageBatch, SourceFailure> {
        do throws(SourceFailure) {
            return .success(try begun(export, archive: archive, salt: salt))
        } catch {
            return .failure(error)
        }
    }

    /// The same where there may be none to begin.
    func begin(
        _ export: OpenedExport?, archive: String, salt: ContentHash
    ) -> Result<MessageBatch, SourceFailure>? {
        export.map { begin($0, archive: archive, salt: salt) }
    }

    private func begun(
        _ export: OpenedExport, archive: String, salt: ContentHash
    ) throws(SourceFailure) -> MessageBatch {
        let channel = export.header.channel.id
        let known = knownMessages(of: channel, in: archive)
        reading = ExportBeingRead(
            location: export.location,
            reader: DiscordReader(
                try export.location.open(), channel: channel, digester: MessageDigester(salt: salt),
                known: known))
        return nextBatch()
    }

    /// What the archive has of the channel, nil where that is nothing or cannot be had: it only saves work.
    private func knownMessages(of channel: SourceID, in archive: String) -> KnownMessages? {
        do throws(StoreError) {
            let known: KnownMessages
            if let kept = self.known { known = kept } else { known = try KnownMessages(archive: archive) }
            self.known = known
            return try known.begin(channel) ? known : nil
        } catch {
            return nil
        }
    }

    /// The next messages of the export. The last batch brings the summary; none may be asked for after it.
    func nextBatch() -> MessageBatch {
        guard let reading, var batch = reading.reader.nextBatch() else {
            preconditionFailure("a batch was asked for after the last")
        }
        guard reading.reader.isAtEnd else { return batch }
        known?.stop()
        var summary = reading.reader.summary
        if reading.hasChanged {
            summary.hasChanged = true
            batch.problems.append(
                Problem(.changing, "the file changed while it was read; the next run reads it again", lost: 0))
        }
        batch.summary = summary
        self.reading = nil
        return batch
    }

    private func surveyEntries(of surveyed: inout SurveyedFile) throws(SourceFailure) {
        let directory = try ZipDirectory(path: surveyed.file.path, size: surveyed.file.status.size)
        surveyed.problems = directory.problems
        for entry in directory.entries {
            do throws(SourceFailure) {
                try survey(ExportLocation(entry: entry, zip: surveyed.file.path), for: &surveyed)
            } catch {
                surveyed.problems.append(Problem(.unreadable, "\(entry.name): \(error.description)", lost: 1))
            }
        }
    }

    private func survey(_ location: ExportLocation, for surveyed: inout SurveyedFile) throws(SourceFailure) {
        do {
            guard location.size > 0 else { throw JSONError(.truncated, at: 0) }
            let header = try DiscordHeaderReader.header(of: location.open())
            surveyed.exports.append((location, header))
        } catch let error as JSONError {
            if case .source(let failure) = error.kind { throw failure }
            let name = surveyed.isZip ? location.entryName + ": " : ""
            surveyed.problems.append(
                Problem(
                    .unreadable, at: surveyed.isZip ? nil : error.offset,
                    "\(name)is not a DiscordChatExporter export: \(error)", lost: 1))
        } catch let failure as SourceFailure {
            throw failure
        } catch {
            throw SourceFailure("\(error)")
        }
    }

    private func isZip(_ file: FoundFile) throws(SourceFailure) -> Bool {
        if file.path.lowercased().hasSuffix(".json") { return false }
        var source = try FileSource(path: file.path, length: 4)
        return try source.bytes(2) == [0x50, 0x4b] || file.path.lowercased().hasSuffix(".zip")
    }
}

/// An export whose messages are being read.
private final class ExportBeingRead {
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

/// What a file holds.
public struct SurveyedFile: Sendable {
    public let file: FoundFile
    public fileprivate(set) var isZip = false
    public fileprivate(set) var exports: [(location: ExportLocation, header: ExportHeader)] = []
    /// What is no export.
    public fileprivate(set) var problems: [Problem] = []
    /// Why the file could not be read; a later run may be able to.
    public fileprivate(set) var failure: SourceFailure?

    fileprivate init(file: FoundFile) {
        self.file = file
    }
}

/// Why an export could not be opened.
public struct OpeningFailure: Error, Sendable {
    public let location: ExportLocation
    public let error: JSONError
}

/// An export that can be read.
public struct OpenedExport: Sendable {
    public let location: ExportLocation
    let header: ExportHeader
    let hash: ContentHash
}

/// What lies below the paths of a run.
public struct FoundFiles: Sendable {
    public let files: [FoundFile]
    public let problems: [FileProblem]
    /// Files that cannot be exports.
    public let ignored: Int
}
