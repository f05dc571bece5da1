import Glibc

/// A NumPy file (`.npy`) to which vectors are appended.
///
/// ```
/// 8 bytes    0x93 "NUMPY" 1 0, the last two the version
/// 2 bytes    118, the length of the text that follows, little-endian
/// text       {'descr': '<f4', 'fortran_order': False, 'shape': (2, 384), }, blanks, a line feed
/// data       the vectors one after the other, 32-bit floats, little-endian
/// ```
/// The text has the same length for any count of vectors, so that the count can be set at the end.
public struct NumPyFile: ~Copyable {
    private let dimension: Int
    private let place: Place
    private let descriptor: Int32
    private var count = 0

    private enum Place {
        /// Written as `partPath`, and renamed when it is whole.
        case file(path: String, partPath: String)
        case standardOutput(count: Int)
    }

    /// A file that takes its place, and that of its predecessor, when it is finished.
    public init(path: String, dimension: Int) throws(EmbeddingError) {
        let partPath = path + ".part"
        self.dimension = dimension
        place = .file(path: path, partPath: partPath)
        let readableByAll: mode_t = 0o644
        descriptor = open(partPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, readableByAll)
        guard descriptor >= 0 else { throw failure }
        try write(Self.header(count: 0, dimension: dimension))
    }

    /// Standard output, which may be a pipe: so the count of vectors must be known beforehand.
    public init(standardOutputOf count: Int, dimension: Int) throws(EmbeddingError) {
        self.dimension = dimension
        place = .standardOutput(count: count)
        descriptor = STDOUT_FILENO
        try write(Self.header(count: count, dimension: dimension))
    }

    deinit {
        guard case .file(_, let partPath) = place, descriptor >= 0 else { return }
        close(descriptor)
        // After `finish` there is none, for it was renamed.
        unlink(partPath)
    }

    public mutating func append(_ vectors: VectorRows) throws(EmbeddingError) {
        precondition(vectors.dimension == dimension, "another dimension")
        count += vectors.count
        try vectors.values.withUnsafeBufferPointer { values throws(EmbeddingError) in
            try write(UnsafeRawBufferPointer(values))
        }
    }

    /// Says how many vectors there are, and puts the file into its place. A file that is not finished goes with its owner.
    public consuming func finish() throws(EmbeddingError) {
        switch place {
        case .standardOutput(let promised):
            precondition(count == promised, "\(promised) vectors were promised")
        case .file(let path, let partPath):
            guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw failure }
            try write(Self.header(count: count, dimension: dimension))
            guard rename(partPath, path) == 0 else { throw failure }
        }
    }

    static func header(count: Int, dimension: Int) -> [UInt8] {
        // Room for two numbers of 19 digits; the data begin at a multiple of 64, as the format asks.
        let size = 128
        let text = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(count), \(dimension)), }"
        var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
        bytes += [UInt8(size - bytes.count - 2), 0]
        bytes += text.utf8
        bytes += repeatElement(UInt8(ascii: " "), count: size - bytes.count - 1)
        return bytes + [0x0a]
    }

    private func write(_ bytes: [UInt8]) throws(EmbeddingError) {
        try bytes.withUnsafeBufferPointer { bytes throws(EmbeddingError) in
            try write(UnsafeRawBufferPointer(bytes))
        }
    }

    private func write(_ bytes: UnsafeRawBufferPointer) throws(EmbeddingError) {
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
            }
        return .cannotWrite(path: path, reason: String(cString: strerror(errno)))
    }
}
