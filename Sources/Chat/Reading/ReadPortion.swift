import JSONStream
import Store

/// Exports, or parts of one, on their way from a reader to the archive, in their order.
public struct ReadPortion: Sendable {
    private(set) var steps: [Step] = []
    /// About how much memory it takes.
    public private(set) var size = 0
    /// Whether the reader has more of the exports that it was given.
    public internal(set) var goesOn = false

    enum Step: Sendable {
        /// Messages follow, the last batch with the summary.
        case opened(OpenedExport)
        case batch(MessageBatch)
        /// A document with the same bytes was read before: no messages follow.
        case known(OpenedExport)
        case failed(ExportLocation, JSONError)
    }

    /// Half a megabyte of messages. Two would be no faster, and a long run would hold six megabytes more.
    public static let fullSize = 512 << 10

    var isFull: Bool {
        size >= Self.fullSize
    }

    public var isEmpty: Bool {
        steps.isEmpty
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
