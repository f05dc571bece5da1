import JSONStream
public import Store

/// Where the bytes of one export lie: a file, or an entry of a zip file.
public struct ExportLocation: Sendable {
    private let place: Place

    private enum Place: Sendable {
        case file(FoundFile)
        /// Apart, since it would make the many files of a folder larger.
        indirect case entry(ZipEntry, zip: String)
    }

    init(_ file: FoundFile) {
        place = .file(file)
    }

    init(entry: ZipEntry, zip: String) {
        place = .entry(entry, zip: zip)
    }

    /// How the export is named to people and in the archive: the path as it was given, `archive.zip#entry.json` in a zip.
    /// Made anew each time it is asked for.
    public var name: String {
        switch place {
        case .file(let file): file.path
        case .entry(let entry, let zip): zip + "#" + entry.name
        }
    }

    /// Bytes, unpacked.
    public var size: Int {
        switch place {
        case .file(let file): file.status.size
        case .entry(let entry, _): entry.size
        }
    }

    /// Whether it is read at once.
    public var isSmall: Bool {
        size <= 512 << 10
    }

    /// Whether a run that is stopped gives it up half-way, which is why it is read and committed alone. Others are some
    /// hundredths of a second from their end.
    public var isLarge: Bool {
        size > Self.largeSize
    }

    public static let largeSize = 4 << 20

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
        if case .file(let file) = place { file.status } else { nil }
    }

    func open() throws(SourceFailure) -> any ByteSource {
        switch place {
        case .file(let file): try FileSource(path: file.path, length: file.status.size)
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
