import Glibc
import Store

/// Where a part of a segment writes itself, to a file or to memory. Little-endian, as the processors are that we build for.
final class SectionSink {
    /// Bytes of the section so far.
    private(set) var count = 0

    private let destination: SegmentBuffer

    init(_ destination: SegmentBuffer) {
        self.destination = destination
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws(EngineError) {
        try destination.append(bytes)
        count += bytes.count
    }

    func append<Value: BitwiseCopyable>(_ values: UnsafeBufferPointer<Value>) throws(EngineError) {
        try append(UnsafeRawBufferPointer(values))
    }

    func append<Value: BitwiseCopyable>(_ values: [Value]) throws(EngineError) {
        var failure: EngineError?
        values.withUnsafeBytes { bytes in
            do throws(EngineError) { try append(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    func append<Value: BitwiseCopyable>(_ value: Value) throws(EngineError) {
        try append([value])
    }

    /// Zeros up to a multiple.
    func align(to alignment: Int = 64) throws(EngineError) {
        let rest = (alignment - count % alignment) % alignment
        if rest > 0 { try append([UInt8](repeating: 0, count: rest)) }
    }
}

/// The bytes of a segment on their way out.
final class SegmentBuffer {
    private(set) var count = 0

    private let path: String?
    private let descriptor: Int32
    private var pending: UnsafeMutableRawBufferPointer
    private var filled = 0
    private var hasher: ContentHasher?

    private static let fileBuffer = 1 << 20

    /// Collects in memory.
    init() {
        path = nil
        descriptor = -1
        pending = .allocate(byteCount: 1 << 16, alignment: 64)
    }

    /// Writes a new file.
    init(path: String) throws(EngineError) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .cannotWrite(path: path, code: errno) }
        self.path = path
        pending = .allocate(byteCount: Self.fileBuffer, alignment: 64)
    }

    deinit {
        pending.deallocate()
        if descriptor >= 0 { Glibc.close(descriptor) }
    }

    /// Whether there is a file, whose sections want checksums.
    var isFile: Bool {
        path != nil
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws(EngineError) {
        hasher?.update(bytes)
        count += bytes.count
        guard isFile else { return grow(by: bytes) }
        if filled + bytes.count > pending.count { try flush() }
        guard bytes.count <= pending.count else { return try write(bytes) }
        put(bytes)
    }

    /// Begins to hash what is appended.
    func beginHash() {
        hasher = ContentHasher()
    }

    /// The hash of what was appended since.
    func endHash() -> ContentHash? {
        defer { hasher = nil }
        return hasher?.finish()
    }

    /// All bytes of a file stand on the disk when this returns.
    func close() throws(EngineError) {
        try flush()
        guard let path else { return }
        guard fsync(descriptor) == 0 else { throw .cannotWrite(path: path, code: errno) }
    }

    /// What was collected in memory; the buffer is spent.
    func takeImage() -> SegmentImage {
        precondition(!isFile, "a file's bytes are not in memory")
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(filled, 1), alignment: 64)
        memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: pending[..<filled]))
        return SegmentImage(taking: UnsafeMutableRawBufferPointer(rebasing: memory[..<max(filled, 1)]))
    }

    private func grow(by bytes: UnsafeRawBufferPointer) {
        if filled + bytes.count > pending.count {
            let larger = UnsafeMutableRawBufferPointer.allocate(
                byteCount: max(pending.count * 2, filled + bytes.count), alignment: 64)
            larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: pending[..<filled]))
            pending.deallocate()
            pending = larger
        }
        put(bytes)
    }

    private func put(_ bytes: UnsafeRawBufferPointer) {
        guard !bytes.isEmpty else { return }
        UnsafeMutableRawBufferPointer(rebasing: pending[filled...]).copyMemory(from: bytes)
        filled += bytes.count
    }

    private func flush() throws(EngineError) {
        guard isFile else { return }
        try write(UnsafeRawBufferPointer(rebasing: pending[..<filled]))
        filled = 0
    }

    private func write(_ bytes: UnsafeRawBufferPointer) throws(EngineError) {
        var rest = bytes
        while !rest.isEmpty {
            let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if written < 0 {
                if errno == EINTR { continue }
                throw .cannotWrite(path: path ?? "memory", code: errno)
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }
}
