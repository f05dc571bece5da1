import JSONStream
import Store

/// Exports, or parts of one, on their way from a reader to the archive, in their order.
public struct ReadPortion: Sendable {
    private(set) var steps: [Step] = []
    private var size = 0
    /// Whether the last export goes on in the reader's next portion.
    public internal(set) var endsInside = false

    public init() {}

    enum Step: Sendable {
        /// Messages follow, the last batch with the summary.
        case opened(OpenedExport)
        case batch(MessageBatch)
        /// A document with the same bytes was read before: no messages follow.
        case known(OpenedExport)
        case failed(ExportLocation, JSONError)
    }

    /// Two megabytes of messages: enough to go on with while the archive empties its log.
    public var isFull: Bool {
        size >= 2 << 20
    }

    public var isEmpty: Bool {
        steps.isEmpty
    }

    /// What belongs to each export, and whether the export begins there: of the first it may have begun before.
    public func exports() -> [(portion: ReadPortion, begins: Bool)] {
        var exports: [(portion: ReadPortion, begins: Bool)] = []
        for step in steps {
            let isBatch = if case .batch = step { true } else { false }
            if !isBatch || exports.isEmpty { exports.append((ReadPortion(), !isBatch)) }
            exports[exports.count - 1].portion.append(step)
        }
        return exports
    }

    /// Adds another behind this one.
    public mutating func append(_ other: ReadPortion) {
        steps += other.steps
        size += other.size
    }

    mutating func append(_ step: Step) {
        steps.append(step)
        if case .batch(let batch) = step {
            size +=
                batch.bytes.count + batch.messages.count * MemoryLayout<MessageRecord>.stride
                + batch.known.count * MemoryLayout<KnownMessage>.stride
        }
        // An export that holds nothing new is not free either.
        size += 2048
    }
}

/// An export whose header and hash are known.
struct OpenedExport: Sendable {
    let location: ExportLocation
    let header: ExportHeader
    let hash: ContentHash

    var channel: SourceID {
        header.channel.id
    }
}
