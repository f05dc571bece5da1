import JSONStream
public import Store

/// Where the bytes of one export lie: a file, or an entry of a zip file.
public struct ExportLocation: Sendable {
    /// How the export is named to people and in the archive: the path as it was given, `archive.zip#entry.json` in a zip.
    public let name: String
    /// Bytes, unpacked.
    public let size: Int
    let place: Place

    enum Place: Sendable {
        case file(FileStatus)
        case entry(ZipEntry, zip: String)
    }

    init(file path: String, status: FileStatus) {
        name = path
        size = status.size
        place = .file(status)
    }

    init(entry: ZipEntry, zip: String) {
        name = zip + "#" + entry.name
        size = entry.size
        place = .entry(entry, zip: zip)
    }

    /// Whether it is read at once, and written together with others.
    public var isSmall: Bool {
        size <= 512 << 10
    }

    /// The name inside a zip file.
    public var entryName: String {
        if case .entry(let entry, _) = place { entry.name } else { name }
    }

    /// The zip file that the export lies in, if any.
    public var zip: String? {
        if case .entry(_, let zip) = place { zip } else { nil }
    }

    /// The file's state on the disk; nil for an entry, whose zip file stands for it.
    var status: FileStatus? {
        if case .file(let status) = place { status } else { nil }
    }

    func open() throws(SourceFailure) -> any ByteSource {
        switch place {
        case .file(let status): try FileSource(path: name, length: status.size)
        case .entry(let entry, let zip): try ZipEntrySource(entry, zip: zip)
        }
    }

    /// The hash of all its bytes; nil where they cannot be had, as whoever reads them will say.
    public var hash: ContentHash? {
        do throws(SourceFailure) {
            return try contentHash()
        } catch {
            return nil
        }
    }

    func contentHash() throws(SourceFailure) -> ContentHash {
        var source = try open()
        let hasher = ContentHasher()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = try source.read(into: buffer)
            guard count > 0 else { return hasher.finish() }
            hasher.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }
}
