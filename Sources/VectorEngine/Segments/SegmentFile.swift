import Store

// A segment's file, version 1, little-endian:
//
//     "QuarrySg"                                    8 bytes
//     version                                       UInt32
//     zeros                                         up to byte 64
//     sections, each beginning at a multiple of 64
//     directory, at a multiple of 64:
//         count of sections                         UInt32
//         for each: length of name UInt16, name in UTF-8, offset UInt64, length UInt64, SHA-256 of its bytes (32)
//     footer: offset of directory UInt64, length of directory UInt64, SHA-256 of directory (32), "QuarrySg"
//
// Opening reads the footer and the directory alone, whatever the size of the rest.

/// Writes the sections of one segment.
struct SegmentWriter {
    private let buffer: SegmentBuffer
    private var directory: [SegmentSection] = []

    /// In memory.
    init() throws(EngineError) {
        try self.init(SegmentBuffer())
    }

    /// Into a new file.
    init(path: String) throws(EngineError) {
        try self.init(SegmentBuffer(path: path))
    }

    private init(_ buffer: SegmentBuffer) throws(EngineError) {
        self.buffer = buffer
        let head = SectionSink(buffer)
        try head.append(SegmentFile.magic)
        try head.append(SegmentFile.version)
        try head.align()
    }

    mutating func section(
        _ name: String, _ write: (SectionSink) throws(EngineError) -> Void
    ) throws(EngineError) {
        let offset = buffer.count
        if buffer.isFile { buffer.beginHash() }
        let sink = SectionSink(buffer)
        try write(sink)
        let hash = buffer.endHash() ?? ContentHash(stored: [UInt8](repeating: 0, count: 32))
        directory.append(SegmentSection(name: name, range: offset..<buffer.count, hash: hash))
        try sink.align()
    }

    /// Ends the file, and sees it to the disk.
    func finish() throws(EngineError) {
        try writeDirectory()
        try buffer.close()
    }

    /// Ends a segment in memory.
    func finishInMemory() throws(EngineError) -> SegmentFile {
        try writeDirectory()
        return try SegmentFile(buffer.takeImage())
    }

    private func writeDirectory() throws(EngineError) {
        let offset = buffer.count
        buffer.beginHash()
        let sink = SectionSink(buffer)
        try sink.append(UInt32(directory.count))
        for section in directory {
            let name = Array(section.name.utf8)
            try sink.append(UInt16(name.count))
            try sink.append(name)
            try sink.append(UInt64(section.range.lowerBound))
            try sink.append(UInt64(section.range.count))
            try sink.append(section.hash.bytes)
        }
        let length = sink.count
        let hash = buffer.endHash() ?? ContentHash(of: [])
        try sink.append(UInt64(offset))
        try sink.append(UInt64(length))
        try sink.append(hash.bytes)
        try sink.append(SegmentFile.magic)
    }
}

/// One section in the directory of a segment.
struct SegmentSection {
    let name: String
    let range: Range<Int>
    let hash: ContentHash
}

/// A segment's file, opened: its sections by name.
struct SegmentFile: Sendable {
    let image: SegmentImage
    private let sections: [String: Range<Int>]
    private let hashes: [String: ContentHash]

    static let magic = Array("QuarrySg".utf8)
    static let version: UInt32 = 1
    private static let footerSize = 8 + 8 + 32 + 8

    init(path: String) throws(EngineError) {
        try self.init(SegmentImage(path: path))
    }

    init(_ image: SegmentImage) throws(EngineError) {
        self.image = image
        let whole = SectionBytes(name: "whole file", range: 0..<image.bytes.count, image: image)
        guard whole.count >= 64 + Self.footerSize else { throw whole.damaged(at: 0, "too short for a segment") }
        guard try whole.bytes(at: 0, count: 8) == Self.magic else { throw whole.damaged(at: 0, "not a segment") }
        let version = try whole.value(UInt32.self, at: 8)
        guard version == Self.version else {
            throw .newer(path: image.path, found: Int(version), known: Int(Self.version))
        }
        let footer = whole.count - Self.footerSize
        guard try whole.bytes(at: footer + 48, count: 8) == Self.magic else {
            throw whole.damaged(at: footer, "cut off, or not ended")
        }
        var reader = SectionReader(whole, at: footer)
        let (offset, length) = (try reader.length(), try reader.length())
        guard offset >= 0, length >= 4, offset <= footer, length == footer - offset else {
            throw whole.damaged(at: footer, "a directory that is not there")
        }
        let directory = try whole.bytes(at: offset, count: length)
        guard try ContentHash(of: directory).bytes == whole.bytes(at: footer + 16, count: 32) else {
            throw whole.damaged(at: offset, "a directory that was changed")
        }
        reader = SectionReader(whole, at: offset)
        var sections: [String: Range<Int>] = [:]
        var hashes: [String: ContentHash] = [:]
        for _ in 0..<(try reader.value(UInt32.self)) {
            let name = String(decoding: try reader.bytes(Int(try reader.value(UInt16.self))), as: UTF8.self)
            let (start, count) = (try reader.length(), try reader.length())
            guard start >= 64, start % 64 == 0, start <= offset, count >= 0, count <= offset - start else {
                throw whole.damaged(at: reader.offset, "a section outside of the file")
            }
            sections[name] = start..<start + count
            hashes[name] = ContentHash(stored: try reader.bytes(32))
        }
        self.sections = sections
        self.hashes = hashes
    }

    /// A section that must be there.
    func section(_ name: String) throws(EngineError) -> SectionBytes {
        guard let range = sections[name] else {
            throw .damaged(path: image.path, section: name, offset: 0, reason: "there is no such section")
        }
        return SectionBytes(name: name, range: range, image: image)
    }

    /// Compares every section with its checksum.
    func verify() throws(EngineError) {
        if let fault = faults(most: 1).first { throw fault }
    }

    /// The sections that differ from their checksums, in the order of the file.
    func faults(most: Int = .max) -> [EngineError] {
        var faults: [EngineError] = []
        let ordered = sections.sorted { $0.value.lowerBound < $1.value.lowerBound }
        for (name, range) in ordered where faults.count < most {
            let hasher = ContentHasher()
            hasher.update(UnsafeRawBufferPointer(rebasing: image.bytes[range]))
            guard hasher.finish() != hashes[name] else { continue }
            faults.append(.damaged(path: image.path, section: name, offset: 0, reason: "its checksum differs"))
        }
        return faults
    }
}

/// Reads a section's values one after the other, as they were appended.
struct SectionReader {
    private let section: SectionBytes
    private(set) var offset: Int

    init(_ section: SectionBytes, at offset: Int = 0) {
        self.section = section
        self.offset = offset
    }

    mutating func value<Value: BitwiseCopyable>(_ type: Value.Type) throws(EngineError) -> Value {
        let bytes = try bytes(MemoryLayout<Value>.size)
        return bytes.withUnsafeBytes { $0.loadUnaligned(as: Value.self) }
    }

    /// A length or an offset: never more than the largest Int.
    mutating func length() throws(EngineError) -> Int {
        let found = try value(UInt64.self)
        guard let length = Int(exactly: found) else { throw section.damaged(at: offset - 8, "a length of \(found)") }
        return length
    }

    mutating func bytes(_ count: Int) throws(EngineError) -> [UInt8] {
        let bytes = try section.bytes(at: offset, count: count)
        offset += count
        return bytes
    }
}

extension SectionBytes {
    /// A copy of some bytes.
    func bytes(at offset: Int, count: Int) throws(EngineError) -> [UInt8] {
        try array(UInt8.self, at: offset, count: count).withValues { Array($0) }
    }
}
