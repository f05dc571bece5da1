/// Where a reader's bytes come from: a file, a zip entry, memory.
public protocol ByteSource {
    /// Fills the buffer from its start and returns the number of bytes; 0 is the end. May block.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceFailure) -> Int
}

/// A source stopped giving bytes before its end.
public struct SourceFailure: Error, Equatable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}

/// Bytes that are already in memory.
public struct MemorySource: ByteSource {
    private let bytes: [UInt8]
    private var position = 0

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    public mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, bytes.count - position)
        buffer.copyBytes(from: bytes[position..<position + count])
        position += count
        return count
    }
}
