import JSONStream
public import Store

/// Finds exports, and reads them in portions on a thread of its own, so that reading goes on while the last portion is
/// written.
public actor ExportReader {
    private let executor = SerialQueueExecutor(label: "quarry.reader")
    private var waiting: ArraySlice<ExportLocation> = []
    private var reading: ExportBeingRead?
    /// Channels of the exports that it was given last, of which something may not be written yet.
    private var unwritten: Set<SourceID> = []
    /// Kept from export to export, all of one archive.
    private var known: KnownMessages?

    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    public init() {}

    /// The next portion of some exports, or of those that it was given last if it is given none; empty where there is nothing
    /// left. While it is made, those before may still wait to be written. The exports of a channel stand in the order of their making.
    public func nextPortion(of locations: [ExportLocation] = [], beside state: ArchiveState) -> ReadPortion {
        if !locations.isEmpty { unwritten = [] }
        waiting += locations
        var portion = ReadPortion()
        // A small export is never divided.
        while !portion.isFull || reading?.isSmall ?? false {
            if let reading {
                // Before it is read on: after its last messages it is gone.
                unwritten.insert(reading.channel)
                portion.append(nextBatch(of: reading))
            } else if let location = waiting.popFirst() {
                portion.append(open(location, beside: state))
            } else {
                break
            }
        }
        portion.goesOn = reading != nil || !waiting.isEmpty
        return portion
    }

    private func open(
        _ location: ExportLocation, beside state: ArchiveState
    ) -> ReadPortion.Step {
        do throws(JSONError) {
            let bytes = try ExportBytes(location)
            let export = OpenedExport(
                location: location, header: try DiscordHeaderReader.header(of: bytes.source()), hash: bytes.hash)
            let known = look(for: export, in: state)
            if case .wholly = known { return .known(export) }
            let isWritten =
                !state.pending.contains(export.channel) && !unwritten.contains(export.channel)
                && !state.unwritten.contains(export.channel.shortHash)
            let messages = isWritten ? known.messages : nil
            reading = ExportBeingRead(
                export, isCompared: messages != nil,
                DiscordReader(
                    try bytes.source(), channel: export.channel, digester: MessageDigester(salt: state.salt),
                    known: messages, windowSize: min(256 << 10, max(16 << 10, location.size))))
            return .opened(export)
        } catch {
            return .failed(location, error)
        }
    }

    private enum Known {
        case wholly
        case partly(KnownMessages)
        case nothing

        var messages: KnownMessages? {
            if case .partly(let messages) = self { messages } else { nil }
        }
    }

    /// What the archive has of an export.
    private func look(for export: OpenedExport, in state: ArchiveState) -> Known {
        do throws(StoreError) {
            let known: KnownMessages
            if let kept = self.known { known = kept } else { known = try KnownMessages(archive: state.path) }
            self.known = known
            if try known.hasRead(export.hash) { return .wholly }
            return try known.begin(export.channel) ? .partly(known) : .nothing
        } catch {
            // It only saves work: what is not known is read and compared.
            return .nothing
        }
    }

    private func nextBatch(of export: ExportBeingRead) -> ReadPortion.Step {
        guard var batch = export.reader.nextBatch() else { preconditionFailure("a batch was asked for after the last") }
        guard export.reader.isAtEnd else { return .batch(batch) }
        var summary = export.reader.summary
        if export.isCompared { summary.absent = known?.skipped }
        known?.stop()
        reading = nil
        if export.hasChanged {
            summary.isToBeReadAgain = true
            batch.problems.append(
                Problem(.changing, "the file changed while it was read; the next run reads it again", lost: 0))
        }
        batch.summary = summary
        return .batch(batch)
    }
}

/// The bytes of an export, as often as they are wanted. A small one is read from the disk only once.
private struct ExportBytes {
    let hash: ContentHash
    private let location: ExportLocation
    private var bytes: [UInt8]?

    init(_ location: ExportLocation) throws(JSONError) {
        self.location = location
        do throws(SourceFailure) {
            if location.isSmall {
                var file = try location.open()
                // One more than there should be, so that a zip entry is checked to its end.
                let bytes = try file.bytes(location.size + 1)
                hash = ContentHash(of: bytes)
                self.bytes = bytes
            } else {
                hash = try location.contentHash()
            }
        } catch {
            throw JSONError(.source(error), at: 0)
        }
    }

    func source() throws(JSONError) -> any ByteSource {
        do throws(SourceFailure) {
            return if let bytes { MemorySource(bytes) } else { try location.open() }
        } catch {
            throw JSONError(.source(error), at: 0)
        }
    }
}

/// An export whose messages are being read.
private final class ExportBeingRead {
    let channel: SourceID
    private let location: ExportLocation
    var isSmall: Bool { location.isSmall }
    /// Whether its messages are compared with those of the archive.
    let isCompared: Bool
    var reader: DiscordReader

    init(_ export: OpenedExport, isCompared: Bool, _ reader: consuming DiscordReader) {
        self.isCompared = isCompared
        channel = export.channel
        location = export.location
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
    /// Of the archive's digests.
    public let salt: ContentHash
    /// Channels of which something is not committed yet: what a reader sees of them is out of date.
    public var pending: Set<SourceID> = []
    /// Hashes of channels of which another reader has something that may not be written.
    public var unwritten: Set<UInt32> = []

    public init(path: String, salt: ContentHash) {
        self.path = path
        self.salt = salt
    }
}
