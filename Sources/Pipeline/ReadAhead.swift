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

/// Two readers, up to two portions ahead of the archive: on a night with little news reading is most of the work.
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

    /// Hands what is read to `write`, until it gives no state or the exports end.
    ///
    /// The exports of one channel go to one reader, since a later one must not be compared with what is older than an earlier
    /// one. They are written in the order in which they stand, whichever reader is quicker: what is left after a kill is then
    /// written as it would have been.
    func read(
        _ exports: [WaitingExport], beside state: ArchiveState, write: (ReadPortion) async throws -> ArchiveState?
    ) async throws {
        var lanes: [Lane] = []
        for (number, reader) in readers.enumerated() {
            let places = exports.indices.filter { exports[$0].lane == number }
            await reader.begin(places.map { exports[$0].location })
            lanes.append(Lane(places: places.map(Int32.init)[...]))
        }
        try await withThrowingTaskGroup(of: (lane: Int, portion: ReadPortion).self) { tasks in
            var state = state
            func request(_ number: Int) {
                guard lanes[number].wantsMore else { return }
                lanes[number].isReading = true
                let reader = readers[number]
                tasks.addTask { [state] in (number, await reader.nextPortion(beside: state)) }
            }
            for number in lanes.indices { request(number) }
            while let (number, portion) = try await tasks.next() {
                lanes[number].take(portion)
                request(number)
                while case let portion = Lane.next(of: &lanes), !portion.isEmpty {
                    for number in lanes.indices { request(number) }
                    guard let written = try await write(portion) else { return }
                    state = written
                }
            }
        }
    }
}

/// What one reader has read, on its way to the archive.
private struct Lane {
    /// The places, among all exports, of those that were not begun.
    var places: ArraySlice<Int32>
    var isReading = false
    private var isAtEnd = false
    /// What is not written, export by export, of at most two portions.
    private var ready: ArraySlice<Part> = []
    /// The place of the export that was begun last.
    private var current: Int32 = 0
    /// Whether that one goes on.
    private var goesOn = false
    private var portions = 0

    private struct Part {
        let place: Int32
        let portion: ReadPortion
        let endsPortion: Bool
    }

    init(places: ArraySlice<Int32>) {
        self.places = places
    }

    /// A reader knows of two portions that they may not be written.
    var wantsMore: Bool {
        !isReading && !isAtEnd && portions < 2
    }

    mutating func take(_ portion: ReadPortion) {
        isReading = false
        guard !portion.isEmpty else {
            isAtEnd = true
            return
        }
        portions += 1
        goesOn = portion.endsInside
        let exports = portion.exports()
        for (index, export) in exports.enumerated() {
            if export.begins { current = places.removeFirst() }
            ready.append(Part(place: current, portion: export.portion, endsPortion: index == exports.count - 1))
        }
    }

    /// The place of what comes next, read or not; nil at the end.
    private var nextPlace: Int32? {
        ready.first?.place ?? (isAtEnd ? nil : goesOn ? current : places.first)
    }

    /// As much of what was read as may be written now.
    static func next(of lanes: inout [Lane]) -> ReadPortion {
        var portion = ReadPortion()
        while !portion.isFull {
            let first = lanes.indices.compactMap { number in lanes[number].nextPlace.map { (place: $0, number: number) }
            }
            .min { $0.place < $1.place }
            guard let number = first?.number, let part = lanes[number].ready.popFirst() else { break }
            if part.endsPortion { lanes[number].portions -= 1 }
            portion.append(part.portion)
        }
        return portion
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
