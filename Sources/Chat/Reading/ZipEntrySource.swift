import CZlib
import JSONStream

/// The unpacked bytes of one entry of a zip file, in constant memory.
///
/// Refuses to unpack past what the entry promises, and past `mostExpansion` times its packed size: chat exports shrink to a
/// tenth or so, and what shrinks to a thousandth was made to fill a disk.
final class ZipEntrySource: ByteSource {
    private static let mostExpansion = 200
    private static let alwaysAllowed = 64 << 20
    private static let inputSize = 64 << 10

    private let entry: ZipEntry
    private var file: FileSource
    private var stream = z_stream()
    private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: ZipEntrySource.inputSize, alignment: 16)
    private var unpacked = 0
    private var crc: UInt
    private var isAtEnd = false
    private var isInflating = false

    init(_ entry: ZipEntry, zip: String) throws(SourceFailure) {
        self.entry = entry
        crc = crc32(0, nil, 0)
        guard entry.headerOffset >= 0, entry.packedSize >= 0, entry.size >= 0 else {
            throw SourceFailure("the zip entry's offsets are impossible")
        }
        var start = try FileSource(path: zip, from: entry.headerOffset, length: 30)
        let header = try start.bytes(30)
        guard header.count == 30, header.starts(with: [0x50, 0x4b, 0x03, 0x04]) else {
            throw SourceFailure("the zip entry's header is missing")
        }
        let nameLength = Int(header[26]) | Int(header[27]) << 8
        let extraLength = Int(header[28]) | Int(header[29]) << 8
        file = try FileSource(
            path: zip, from: entry.headerOffset + 30 + nameLength + extraLength, length: entry.packedSize)
        if entry.method == 8 {
            guard quarry_inflate_raw(&stream) == Z_OK else { throw SourceFailure("zlib could not be started") }
            isInflating = true
        }
    }

    deinit {
        if isInflating { inflateEnd(&stream) }
        input.deallocate()
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceFailure) -> Int {
        guard !isAtEnd, buffer.count > 0 else { return 0 }
        let count = isInflating ? try inflate(into: buffer) : try file.read(into: buffer)
        unpacked += count
        crc = crc32(crc, buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(count))
        guard unpacked <= entry.size else { throw SourceFailure("the zip entry is longer than it says") }
        guard unpacked <= max(Self.alwaysAllowed, entry.packedSize * Self.mostExpansion) else {
            throw SourceFailure(
                "the zip entry unpacks to over \(Self.mostExpansion) times its size: refused as a zip bomb")
        }
        if count == 0 || isAtEnd { try checkEnd() }
        return count
    }

    private func inflate(into buffer: UnsafeMutableRawBufferPointer) throws(SourceFailure) -> Int {
        stream.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.avail_out = UInt32(clamping: buffer.count)
        let room = stream.avail_out
        while stream.avail_out == room {
            if stream.avail_in == 0 {
                let count = try file.read(into: input)
                stream.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
                stream.avail_in = UInt32(count)
            }
            let code = CZlib.inflate(&stream, Z_NO_FLUSH)
            if code == Z_STREAM_END {
                isAtEnd = true
                break
            }
            guard code == Z_OK else { throw SourceFailure("the zip entry is damaged") }
        }
        return Int(room - stream.avail_out)
    }

    private func checkEnd() throws(SourceFailure) {
        isAtEnd = true
        guard unpacked == entry.size, UInt32(truncatingIfNeeded: crc) == entry.crc else {
            throw SourceFailure("the zip entry is not what its checksum says")
        }
    }
}
