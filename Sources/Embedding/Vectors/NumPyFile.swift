import Glibc

/// A NumPy file (`.npy`) to which vectors are appended.
///
/// ```
/// 8 bytes    0x93 "NUMPY" 1 0, the last two the version
/// 2 bytes    118, the length of the text that follows, little-endian
/// text       {'descr': '<f4', 'fortran_order': False, 'shape': (2, 384), }, blanks, a line feed
/// data       the vectors one after the other, 32-bit floats, little-endian
/// ```
/// The text has the same length for any count of vectors. It is written at the end, when the count is known; until then zeros
/// stand there, so that nobody takes half a file for a whole one.
public struct NumPyFile: ~Copyable {
    private let dimension: Int
    private let place: Place
    private let descriptor: Int32
    private var count = 0

    private enum Place {
        /// Written as `partPath`, and renamed when it is whole.
        case file(path: String, partPath: String)
        /// A file, which begins behind what others wrote there.
        case standardOutput(start: off_t)
        /// A pipe, which gets what was written to a nameless file in the end: the count stands before the vectors.
        case pipe
    }

    /// A file that takes its place, and that of its predecessor, when it is finished.
    public init(path: String, dimension: Int) throws(EmbeddingError) {
        let partPath = path + ".part"
        self.dimension = dimension
        place = .file(path: path, partPath: partPath)
        let readableByAll: mode_t = 0o644
        descriptor = open(partPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, readableByAll)
        guard descriptor >= 0 else { throw failure }
        try write(Self.noHeader)
    }

    /// Standard output. What goes into a pipe takes room in a temporary folder until it is finished.
    public init(standardOutputOfDimension dimension: Int) throws(EmbeddingError) {
        self.dimension = dimension
        let start = lseek(STDOUT_FILENO, 0, SEEK_CUR)
        if start >= 0, fcntl(STDOUT_FILENO, F_GETFL) & O_APPEND == 0 {
            place = .standardOutput(start: start)
            descriptor = STDOUT_FILENO
        } else {
            place = .pipe
            descriptor = Self.namelessFile()
            guard descriptor >= 0 else { throw failure }
        }
        try write(Self.noHeader)
    }

    deinit {
        guard descriptor != STDOUT_FILENO, descriptor >= 0 else { return }
        close(descriptor)
        // After `finish` there is none, for it was renamed.
        if case .file(_, let partPath) = place { unlink(partPath) }
    }

    private static func namelessFile() -> Int32 {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var path = Array((folder + "/quarry-XXXXXX").utf8CString)
        let descriptor = mkstemp(&path)
        if descriptor >= 0 { unlink(path) }
        return descriptor
    }

    public mutating func append(_ vectors: VectorRows) throws(EmbeddingError) {
        precondition(vectors.dimension == dimension, "another dimension")
        count += vectors.count
        try vectors.values.withUnsafeBufferPointer { values throws(EmbeddingError) in
            try write(UnsafeRawBufferPointer(values), to: descriptor)
        }
    }

    /// Says how many vectors there are, and puts the file into its place. A file that is not finished goes with its owner.
    public consuming func finish() throws(EmbeddingError) {
        let start: off_t = if case .standardOutput(let start) = place { start } else { 0 }
        let end = lseek(descriptor, 0, SEEK_CUR)
        guard lseek(descriptor, start, SEEK_SET) == start else { throw failure }
        try write(Self.header(count: count, dimension: dimension))
        switch place {
        case .file(let path, let partPath):
            guard rename(partPath, path) == 0 else { throw failure }
        case .standardOutput:
            // Behind the vectors, where the next program writes.
            guard lseek(descriptor, end, SEEK_SET) == end else { throw failure }
        case .pipe: try copyToStandardOutput()
        }
    }

    private func copyToStandardOutput() throws(EmbeddingError) {
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw failure }
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 1)
        defer { piece.deallocate() }
        while true {
            let count = read(descriptor, piece.baseAddress, piece.count)
            guard count >= 0 || errno == EINTR else { throw failure }
            if count == 0 { return }
            try write(UnsafeRawBufferPointer(rebasing: piece[..<max(0, count)]), to: STDOUT_FILENO)
        }
    }

    /// What stands in a header's place until it is written.
    private static let noHeader = [UInt8](repeating: 0, count: headerSize)
    /// Room for two numbers of 19 digits; the data begin at a multiple of 64, as the format asks.
    private static let headerSize = 128

    static func header(count: Int, dimension: Int) -> [UInt8] {
        let text = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(count), \(dimension)), }"
        var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
        bytes += [UInt8(headerSize - bytes.count - 2), 0]
        bytes += text.utf8
        bytes += repeatElement(UInt8(ascii: " "), count: headerSize - bytes.count - 1)
        return bytes + [0x0a]
    }

    private func write(_ bytes: [UInt8]) throws(EmbeddingError) {
        try bytes.withUnsafeBufferPointer { bytes throws(EmbeddingError) in
            try write(UnsafeRawBufferPointer(bytes), to: descriptor)
        }
    }

    private func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws(EmbeddingError) {
        var rest = bytes
        while !rest.isEmpty {
            let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
            guard written >= 0 || errno == EINTR else { throw failure }
            rest = UnsafeRawBufferPointer(rebasing: rest[max(0, written)...])
        }
    }

    /// What the system refused last.
    private var failure: EmbeddingError {
        let path =
            switch place {
            case .file(let path, _): path
            case .standardOutput: "standard output"
            case .pipe: "standard output, or the temporary folder"
            }
        return .cannotWrite(path: path, reason: String(cString: strerror(errno)))
    }
}
