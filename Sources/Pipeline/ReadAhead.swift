import Chat

/// An export that is to be read.
struct WaitingExport: Sendable {
    let location: ExportLocation
    let exportedAt: Timestamp
    /// Of its channel. Two channels that share one cost no more than a comparison.
    fileprivate let channelHash: UInt32

    init(_ location: ExportLocation, _ header: ExportHeader) {
        self.location = location
        exportedAt = header.exportedAt
        channelHash = header.channelID.shortHash
    }

    /// Whether it is read before another; names settle it between two of the same moment.
    func precedes(_ other: WaitingExport) -> Bool {
        exportedAt == other.exportedAt ? location.name < other.location.name : exportedAt < other.exportedAt
    }
}

/// Two readers that read ahead of the archive: on a night with little news reading is most of the work.
struct ReadAhead: Sendable {
    private let readers = [ExportReader(), ExportReader()]

    /// What some files hold, in their order.
    func survey(_ files: ArraySlice<FoundFile>) async -> [SurveyedFile] {
        let half = files.count / 2
        async let first = readers[0].survey(Array(files.prefix(half)))
        async let second = readers[1].survey(Array(files.dropFirst(half)))
        return await first + second
    }

    /// Hands what is read to `write`, until it gives no state or the exports end.
    ///
    /// Each reader takes the next few exports whenever it is free, and all are written in the order in which they stand: what is
    /// left after a kill is then written as it would have been.
    func read(
        _ exports: [WaitingExport], beside state: ArchiveState, write: (ReadPortion) async throws -> ArchiveState?
    ) async throws {
        try await withThrowingTaskGroup(of: (reader: Int, portion: ReadPortion).self) { tasks in
            var state = state
            var queue = ChunkQueue(exports[...], readers: readers.count)
            func request(_ number: Int) {
                guard let (exports, unwritten) = queue.next(for: number) else { return }
                var beside = state
                beside.unwritten = unwritten
                let reader = readers[number]
                tasks.addTask { [beside] in
                    (number, await reader.nextPortion(of: exports.map(\.location), beside: beside))
                }
            }
            for number in readers.indices { request(number) }
            while let (number, portion) = try await tasks.next() {
                queue.add(portion, by: number)
                request(number)
                while let (portion, reader) = queue.popFirst() {
                    request(reader)
                    guard let written = try await write(portion) else { return }
                    state = written
                    queue.forgetWritten()
                }
            }
        }
    }
}

/// What the readers have and had: chunks of some exports each, in the order in which they are written.
private struct ChunkQueue {
    private struct Chunk {
        /// Hashes of the channels of its exports.
        let channels: Set<UInt32>
        let reader: Int
        var ready: ArraySlice<ReadPortion> = []
        var isRead = false
    }

    private var waiting: ArraySlice<WaitingExport>
    private var chunks: [Chunk] = []
    /// How many chunks came before the first.
    private var gone = 0
    /// The chunk that each reader has.
    private var current: [Int?]
    private var isBusy: [Bool]

    init(_ exports: ArraySlice<WaitingExport>, readers: Int) {
        waiting = exports
        current = Array(repeating: nil, count: readers)
        isBusy = Array(repeating: false, count: readers)
    }

    /// What a reader is to read now, no exports meaning those that it has, and the channels of what others have and had that is
    /// not written. Nil while it is busy, where nothing is left, and as long as what it has ready fills a portion: a reader that
    /// waits for its turn behind a large export is many small ones ahead, but never much memory.
    mutating func next(for reader: Int) -> (exports: ArraySlice<WaitingExport>, unwritten: Set<UInt32>)? {
        let ready = chunks.lazy.filter { $0.reader == reader }.flatMap(\.ready)
        guard !isBusy[reader], ready.reduce(0, { $0 + $1.size }) < ReadPortion.fullSize else { return nil }
        var exports: ArraySlice<WaitingExport> = []
        if current[reader] == nil {
            guard !waiting.isEmpty else { return nil }
            exports = takeChunk()
            current[reader] = gone + chunks.count
            chunks.append(Chunk(channels: Set(exports.map(\.channelHash)), reader: reader))
        }
        isBusy[reader] = true
        var unwritten: Set<UInt32> = []
        for (index, chunk) in chunks.enumerated() where gone + index != current[reader] {
            unwritten.formUnion(chunk.channels)
        }
        return (exports, unwritten)
    }

    /// Takes what a reader has read.
    mutating func add(_ portion: ReadPortion, by reader: Int) {
        guard let number = current[reader] else { preconditionFailure("a reader without exports") }
        isBusy[reader] = false
        chunks[number - gone].ready.append(portion)
        if !portion.goesOn {
            chunks[number - gone].isRead = true
            current[reader] = nil
        }
    }

    /// The portion that is written next, if it is read, and its reader.
    mutating func popFirst() -> (portion: ReadPortion, reader: Int)? {
        guard let reader = chunks.first?.reader, let portion = chunks[0].ready.popFirst() else { return nil }
        return (portion, reader)
    }

    /// Lets the first chunk go when all of it is written.
    mutating func forgetWritten() {
        guard let first = chunks.first, first.isRead, first.ready.isEmpty else { return }
        chunks.removeFirst()
        gone += 1
    }

    /// As much as a large export has, or one of those. Where little is new, most of a chunk leaves nothing to be written, and
    /// shorter ones would keep the readers busy with turns.
    private mutating func takeChunk() -> ArraySlice<WaitingExport> {
        var size = 0
        let chunk = waiting.prefix { export in
            defer { size += export.location.size }
            return size == 0 || size + export.location.size <= ExportLocation.largeSize
        }
        waiting = waiting.dropFirst(chunk.count)
        return chunk
    }
}
