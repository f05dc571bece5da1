import Chat

/// An export that is to be read.
struct WaitingExport: Sendable {
    let location: ExportLocation
    let exportedAt: Timestamp
    /// Which of two readers takes it.
    fileprivate let lane: UInt8

    init(_ location: ExportLocation, _ header: ExportHeader) {
        self.location = location
        exportedAt = header.exportedAt
        lane = header.channelID.lane
    }

    /// Whether it is read before another of its channel; names settle it between two of the same moment.
    func precedes(_ other: WaitingExport) -> Bool {
        exportedAt == other.exportedAt ? location.name < other.location.name : exportedAt < other.exportedAt
    }
}

/// Two readers, each a portion ahead of the archive: on a night with little news reading is most of the work.
struct ReadAhead: Sendable {
    private let readers = [ExportReader(), ExportReader()]

    /// What lies below some paths.
    func find(in paths: [String]) async -> FoundFiles {
        await readers[0].find(in: paths)
    }

    /// What some files hold, in their order.
    func survey(_ files: ArraySlice<FoundFile>) async -> [SurveyedFile] {
        let half = files.count / 2
        async let first = readers[0].survey(Array(files.prefix(half)))
        async let second = readers[1].survey(Array(files.dropFirst(half)))
        return await first + second
    }

    /// Sets what is to be read. The exports of one channel go to one reader, in their order, since a later one must not be
    /// compared with what is older than an earlier one.
    func begin(_ exports: [WaitingExport]) async {
        for (lane, reader) in readers.enumerated() {
            await reader.begin(exports.filter { $0.lane == lane }.map(\.location))
        }
    }

    /// Hands portions to `write`, until it gives no state or the exports end.
    ///
    /// A portion of the one reader follows a portion of the other, whichever is ready first: the same files are always written
    /// in the same order.
    func read(
        beside state: ArchiveState, write: (ReadPortion) async throws -> ArchiveState?
    ) async throws {
        try await withThrowingTaskGroup(of: (lane: Int, portion: ReadPortion).self) { tasks in
            func request(_ lane: Int, _ state: ArchiveState) {
                let reader = readers[lane]
                tasks.addTask { (lane, await reader.nextPortion(beside: state)) }
            }
            var ready: [ReadPortion?] = [nil, nil]
            var state = state
            var lane = 0
            for lane in readers.indices { request(lane, state) }
            while let (number, portion) = try await tasks.next() {
                ready[number] = portion
                while let portion = ready[lane] {
                    if !portion.isEmpty {
                        request(lane, state)
                        ready[lane] = nil
                        guard let written = try await write(portion) else { return }
                        state = written
                    } else if ready.allSatisfy({ $0?.isEmpty ?? false }) {
                        return
                    }
                    if !portion.endsInside { lane = 1 - lane }
                }
            }
        }
    }
}

extension SourceID {
    /// One of two, alike in every run. The low bits of a snowflake count up too slowly to tell channels apart.
    fileprivate var lane: UInt8 {
        switch self {
        case .number(let number): UInt8((UInt64(bitPattern: number) &* 0x9e37_79b9_7f4a_7c15) >> 63)
        case .text(let text): text.utf8.reduce(0) { $0 ^ $1 } & 1
        }
    }
}
