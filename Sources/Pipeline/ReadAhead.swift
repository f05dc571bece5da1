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

/// Two readers, each a portion ahead of the archive: on a night with little news reading is most of the work.
struct ReadAhead: Sendable {
    private let readers = [ExportReader(), ExportReader()]

    /// Bytes of exports that a reader is given at once, or one export that has more. Where little is new, most of a turn leaves
    /// nothing to be written, and shorter ones would keep the readers waiting for each other.
    private static let chunk = 4 << 20

    /// What some files hold, in their order.
    func survey(_ files: ArraySlice<FoundFile>) async -> [SurveyedFile] {
        let half = files.count / 2
        async let first = readers[0].survey(Array(files.prefix(half)))
        async let second = readers[1].survey(Array(files.dropFirst(half)))
        return await first + second
    }

    /// Hands what is read to `write`, until it gives no state or the exports end.
    ///
    /// The readers take turns, some exports each, and these are written in the order in which they stand, whichever reader is
    /// quicker: what is left after a kill is then written as it would have been.
    func read(
        _ exports: [WaitingExport], beside state: ArchiveState, write: (ReadPortion) async throws -> ArchiveState?
    ) async throws {
        try await withThrowingTaskGroup(of: (lane: Int, portion: ReadPortion).self) { tasks in
            var waiting = exports[...]
            var state = state
            var ready: [ReadPortion?] = [nil, nil]
            // The channels of what each reader has and had last, which may not be written yet.
            var taken: [[Set<UInt32>]] = [[], []]
            func request(_ lane: Int, goesOn: Bool) {
                let chunk = goesOn ? [] : Self.take(from: &waiting)
                if !goesOn { taken[lane] = taken[lane].suffix(1) + [Set(chunk.map(\.channelHash))] }
                var beside = state
                beside.unwritten = taken[1 - lane].reduce(into: []) { $0.formUnion($1) }
                let reader = readers[lane]
                tasks.addTask { [beside] in
                    (lane, await reader.nextPortion(of: chunk.map(\.location), beside: beside))
                }
            }
            var lane = 0
            for lane in readers.indices { request(lane, goesOn: false) }
            while let (number, portion) = try await tasks.next() {
                ready[number] = portion
                while let portion = ready[lane], !portion.isEmpty {
                    request(lane, goesOn: portion.goesOn)
                    ready[lane] = nil
                    guard let written = try await write(portion) else { return }
                    state = written
                    if !portion.goesOn { lane = 1 - lane }
                }
            }
        }
    }

    private static func take(from waiting: inout ArraySlice<WaitingExport>) -> ArraySlice<WaitingExport> {
        var size = 0
        let chunk = waiting.prefix { export in
            defer { size += export.location.size }
            return size == 0 || size + export.location.size <= Self.chunk
        }
        waiting = waiting.dropFirst(chunk.count)
        return chunk
    }
}
