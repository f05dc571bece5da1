public import JSONStream
public import Store

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

    /// Opens exports: what each says about itself, the hash of its bytes, and of a small one all messages.
    public func open(
        _ locations: [ExportLocation], beside state: ArchiveState
    ) -> [Result<OpenedExport, OpeningFailure>] {
        var state = state
        return locations.map { location in
            do throws(JSONError) {
                let export = try open(location, beside: &state)
                state.pending.insert(export.header.channel.id)
                return .success(export)
            } catch {
                return .failure(OpeningFailure(location: location, error: error))
            }
        }
    }

    private func open(
        _ location: ExportLocation, beside state: inout ArchiveState
    ) throws(JSONError) -> OpenedExport {
        let isSmall = location.size <= OpenedExport.smallSize
        let source: any ByteSource
        let hash: ContentHash
        var bytes: [UInt8] = []
        do throws(SourceFailure) {
            if isSmall {
                var file = try location.open()
                // One more than there should be, so that a zip entry is checked to its end.
                bytes = try file.bytes(location.size + 1)
                source = MemorySource(bytes)
                hash = ContentHash(of: bytes)
            } else {
                source = try location.open()
                hash = try location.contentHash()
            }
        } catch {
            throw JSONError(.source(error), at: 0)
        }
        var export = OpenedExport(location: location, header: try DiscordHeaderReader.header(of: source), hash: hash)
        let salt = state.salt ?? hash
        state.salt = salt
        if isSmall {
            let known = state.pending.contains(export.header.channel.id) ? nil : knownMessages(of: export, in: state)
            begin(export, MemorySource(bytes), salt: salt, known: known)
            repeat { export.batches.append(nextBatch()) } while export.batches.last?.summary == nil
        }
        return export
    }

    /// Begins to read an export's messages, and returns the first.
    func begin(_ export: OpenedExport, beside state: ArchiveState) throws(SourceFailure) -> MessageBatch {
        begin(
            export, try export.location.open(), salt: state.salt ?? export.hash,
            known: knownMessages(of: export, in: state))
        return nextBatch()
    }

    private func begin(_ export: OpenedExport, _ source: any ByteSource, salt: ContentHash, known: KnownMessages?) {
        reading = ExportBeingRead(
            location: export.location,
            reader: DiscordReader(
                source, channel: export.header.channel.id, digester: MessageDigester(salt: salt), known: known,
                windowSize: min(256 << 10, max(16 << 10, export.location.size))))
    }

    /// What the archive has of the export's channel, nil where that is nothing or cannot be had: it only saves work.
    private func knownMessages(of export: OpenedExport, in state: ArchiveState) -> KnownMessages? {
        do throws(StoreError) {
            let known: KnownMessages
            if let kept = self.known { known = kept } else { known = try KnownMessages(archive: state.path) }
            self.known = known
            return try known.begin(export.header.channel.id) ? known : nil
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
            summary.isToBeReadAgain = true
            batch.problems.append(
                Problem(.changing, "the file changed while it was read; the next run reads it again", lost: 0))
        }
        batch.summary = summary
        self.reading = nil
        return batch
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

/// What a reader may know of the archive that it reads for.
public struct ArchiveState: Sendable {
    /// The archive's database.
    public let path: String
    /// Of the archive's digests; nil while it has no export, whose hash it is.
    public var salt: ContentHash?
    /// Channels of which something may not be committed yet: what a reader sees of them may be out of date.
    public var pending: Set<SourceID>
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
    public let hash: ContentHash
    /// All messages of a small export; a large one is read batch by batch.
    var batches: [MessageBatch] = []

    static let smallSize = 512 << 10

    /// Whether it is read batch by batch.
    var isStreamed: Bool {
        batches.isEmpty
    }

    public var channel: SourceID {
        header.channel.id
    }
}
