import JSONStream
import Synchronization
import TestSupport

/// Hands out bytes in pieces of random size, as a pipe or an inflater does.
struct TrickleSource: ByteSource {
    private var rest: ArraySlice<UInt8>
    private var random: SeededGenerator
    private let largest: Int

    init(_ bytes: [UInt8], largest: Int, seed: UInt64) {
        rest = bytes[...]
        self.largest = largest
        random = SeededGenerator(seed: seed)
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(Int.random(in: 1...largest, using: &random), buffer.count, rest.count)
        buffer.copyBytes(from: rest.prefix(count))
        rest = rest.dropFirst(count)
        return count
    }
}

/// Gives some bytes and then fails, as a damaged archive does.
struct FailingSource: ByteSource {
    private var source: MemorySource

    init(after bytes: [UInt8]) {
        source = MemorySource(bytes)
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceFailure) -> Int {
        let count = source.read(into: buffer)
        guard count > 0 else { throw SourceFailure("the archive is damaged") }
        return count
    }
}

/// A document that no memory holds: a beginning, one piece many times over, and an end.
struct RepeatingSource: ByteSource {
    private let beginning: [UInt8]
    private let piece: [UInt8]
    private let times: Int
    private let end: [UInt8]
    private var round = -1
    private var position = 0

    init(_ beginning: String, repeating piece: String, times: Int, _ end: String) {
        self.beginning = Array(beginning.utf8)
        self.piece = Array(piece.utf8)
        self.times = times
        self.end = Array(end.utf8)
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        var filled = 0
        while filled < buffer.count, round <= times {
            let current = round < 0 ? beginning : round < times ? piece : end
            let count = min(current.count - position, buffer.count - filled)
            let room = UnsafeMutableRawBufferPointer(rebasing: buffer[filled..<filled + count])
            room.copyBytes(from: current[position..<position + count])
            filled += count
            position += count
            if position == current.count {
                position = 0
                round += 1
            }
        }
        return filled
    }
}

/// Notes how many bytes each read asks for, which is how large the window is.
struct RecordingSource: ByteSource {
    final class Requests: Sendable {
        let sizes = Mutex<[Int]>([])
    }

    private var source: MemorySource
    private let requests: Requests

    init(_ bytes: [UInt8], _ requests: Requests) {
        source = MemorySource(bytes)
        self.requests = requests
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        requests.sizes.withLock { $0.append(buffer.count) }
        return source.read(into: buffer)
    }
}

extension JSONReader {
    init(_ text: String, limits: JSONLimits = .standard, windowSize: Int = 16) {
        self.init(MemorySource(Array(text.utf8)), limits: limits, windowSize: windowSize)
    }
}

/// What `body` throws, for tables in which a case may also succeed.
func failure<Result>(_ body: () throws(JSONError) -> Result) -> JSONError? {
    do throws(JSONError) {
        _ = try body()
        return nil
    } catch {
        return error
    }
}
