import Chat

/// An export that is to be read.
struct WaitingExport: Sendable {
    let location: ExportLocation
    let channel: SourceID
    let exportedAt: Timestamp
}

/// Opens exports, and reads small ones, on two threads: on a night with little news this is most of the work.
struct ExportOpener: Sendable {
    typealias Opened = Result<OpenedExport, OpeningFailure>

    private let left = ExportReader()
    private let right = ExportReader()

    /// Opens a portion. The exports of one channel go to one reader, in their order, since a later one must not be compared
    /// with what is older than an earlier one.
    func open(_ exports: [WaitingExport], beside state: ArchiveState) async -> [Opened] {
        // The first export decides the salt of an empty archive, so nothing is opened beside it.
        guard state.salt != nil else { return await left.open(exports.map(\.location), beside: state) }
        let isLeft = exports.map { $0.channel.lane == 0 }
        let lanes = (zip(exports, isLeft).filter { $1 }, zip(exports, isLeft).filter { !$1 })
        async let first = left.open(lanes.0.map(\.0.location), beside: state)
        async let second = right.open(lanes.1.map(\.0.location), beside: state)
        var (ofLeft, ofRight) = (await first.makeIterator(), await second.makeIterator())
        return isLeft.compactMap { $0 ? ofLeft.next() : ofRight.next() }
    }
}

extension SourceID {
    /// One of two, alike in every run. The low bits of a snowflake count up too slowly to tell channels apart.
    fileprivate var lane: Int {
        switch self {
        case .number(let number): Int((UInt64(bitPattern: number) &* 0x9e37_79b9_7f4a_7c15) >> 63)
        case .text(let text): text.utf8.reduce(0) { $0 ^ Int($1) } & 1
        }
    }
}
