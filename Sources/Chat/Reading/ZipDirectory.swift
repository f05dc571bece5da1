import JSONStream

/// The list of a zip file's entries, read from its end (APPNOTE 6.3.10, 4.3.12 to 4.3.16).
///
/// An entry's name is never used as a path on the disk: nothing is unpacked to files.
struct ZipDirectory {
    private(set) var entries: [ZipEntry] = []
    private(set) var problems: [Problem] = []

    init(path: String, size: Int) throws(SourceFailure) {
        let end = try ZipEnd(path: path, size: size)
        let bytes = try ZipEnd.read(path, from: end.directoryOffset, count: end.directorySize)
        var position = 0
        var packedTotal = 0
        for _ in 0..<end.entryCount {
            guard position + 46 <= bytes.count, bytes.little32(position) == 0x0201_4b50 else {
                throw SourceFailure("the zip file's list of entries is damaged")
            }
            let nameLength = bytes.little16(position + 28)
            let extraLength = bytes.little16(position + 30)
            let next = position + 46 + nameLength + extraLength + bytes.little16(position + 32)
            guard next <= bytes.count else { throw SourceFailure("the zip file's list of entries is damaged") }
            let entry = ZipEntry(bytes, at: position, nameLength: nameLength, extraLength: extraLength)
            // Entries that share their bytes unpack to far more than the file could hold.
            guard entry.packedSize >= 0, entry.packedSize <= size - packedTotal else {
                throw SourceFailure("the zip file's entries overlap: refused as a zip bomb")
            }
            packedTotal += entry.packedSize
            add(entry)
            position = next
        }
    }

    private mutating func add(_ entry: ZipEntry) {
        let name = entry.name.lowercased()
        guard name.hasSuffix(".json"), !name.hasSuffix("/quarry.json"), name != "quarry.json" else { return }
        guard !entry.name.contains("_Files/"), !entry.name.hasPrefix("__MACOSX/") else { return }
        if let reason = entry.refusal {
            problems.append(Problem(.refused, reason, lost: 1))
        } else {
            entries.append(entry)
        }
    }
}

/// One file inside a zip file.
struct ZipEntry: Sendable {
    let name: String
    let method: Int
    let isEncrypted: Bool
    let crc: UInt32
    let packedSize: Int
    let size: Int
    let headerOffset: Int

    fileprivate init(_ bytes: [UInt8], at position: Int, nameLength: Int, extraLength: Int) {
        isEncrypted = bytes.little16(position + 8) & 1 != 0
        method = bytes.little16(position + 10)
        crc = UInt32(truncatingIfNeeded: bytes.little32(position + 16))
        name = String(decoding: bytes[position + 46..<position + 46 + nameLength], as: UTF8.self)
        var wide = Zip64Fields(bytes, from: position + 46 + nameLength, count: extraLength)
        size = wide.value(for: bytes.little32(position + 24))
        packedSize = wide.value(for: bytes.little32(position + 20))
        headerOffset = wide.value(for: bytes.little32(position + 42))
    }

    /// Why the entry is not read.
    fileprivate var refusal: String? {
        if name.hasPrefix("/") || name.contains("\\") || name.split(separator: "/").contains("..") {
            return "an entry of the zip file has a name that leads outside of it"
        }
        if isEncrypted { return "an entry of the zip file is encrypted" }
        // Deflate packs 258 bytes into two bits at best.
        if size < 0 || size / 1032 > packedSize {
            return "an entry of the zip file says that it unpacks to more than it can"
        }
        if method != 0, method != 8 {
            return "an entry of the zip file is packed by method \(method); 0 and 8 are known"
        }
        return nil
    }
}

/// The 64-bit sizes behind an entry, in the order of the fields that are all ones.
private struct Zip64Fields {
    private var values: [Int] = []

    init(_ bytes: [UInt8], from start: Int, count: Int) {
        var position = start
        while position + 4 <= start + count {
            let length = bytes.little16(position + 2)
            guard position + 4 + length <= start + count else { return }
            if bytes.little16(position) == 1 {
                values = stride(from: 0, to: length - 7, by: 8).map { bytes.little64(position + 4 + $0) }
            }
            position += 4 + length
        }
    }

    mutating func value(for narrow: Int) -> Int {
        narrow == 0xffff_ffff && !values.isEmpty ? values.removeFirst() : narrow
    }
}

/// The record at the end of a zip file that says where its list of entries is.
private struct ZipEnd {
    var entryCount: Int
    var directorySize: Int
    var directoryOffset: Int

    init(path: String, size: Int) throws(SourceFailure) {
        // The record has 22 bytes and a comment of up to 65,535 behind it.
        let tailSize = min(size, 22 + 65_535)
        let tail = try Self.read(path, from: size - tailSize, count: tailSize)
        guard tail.count >= 22,
            let position = (0...tail.count - 22).reversed().first(where: { tail.little32($0) == 0x0605_4b50 })
        else { throw SourceFailure("is not a zip file, or its end is missing") }
        entryCount = tail.little16(position + 10)
        directorySize = tail.little32(position + 12)
        directoryOffset = tail.little32(position + 16)
        if entryCount == 0xffff || directorySize == 0xffff_ffff || directoryOffset == 0xffff_ffff {
            try readWide(path, tail, before: position)
        }
        let (end, overflow) = directoryOffset.addingReportingOverflow(directorySize)
        guard min(entryCount, directoryOffset, directorySize) >= 0, !overflow, end <= size, directorySize <= 64 << 20
        else {
            throw SourceFailure("the zip file's list of entries lies outside of it")
        }
    }

    private mutating func readWide(
        _ path: String, _ tail: [UInt8], before position: Int
    ) throws(SourceFailure) {
        guard position >= 20, tail.little32(position - 20) == 0x0706_4b50 else {
            throw SourceFailure("the zip file's 64-bit end record is missing")
        }
        let record = try Self.read(path, from: tail.little64(position - 12), count: 56)
        guard record.count == 56, record.little32(0) == 0x0606_4b50 else {
            throw SourceFailure("the zip file's 64-bit end record is damaged")
        }
        entryCount = record.little64(32)
        directorySize = record.little64(40)
        directoryOffset = record.little64(48)
    }

    static func read(_ path: String, from start: Int, count: Int) throws(SourceFailure) -> [UInt8] {
        guard start >= 0, count >= 0 else { throw SourceFailure("the zip file's offsets are impossible") }
        var source = try FileSource(path: path, from: start, length: count)
        return try source.bytes(count)
    }
}

extension [UInt8] {
    fileprivate func little16(_ position: Int) -> Int {
        Int(self[position]) | Int(self[position + 1]) << 8
    }

    fileprivate func little32(_ position: Int) -> Int {
        little16(position) | little16(position + 2) << 16
    }

    /// Values beyond what a file can have become negative, and are refused as such.
    fileprivate func little64(_ position: Int) -> Int {
        little32(position) | little32(position + 4) << 32
    }
}
