import Store

/// The bytes of a whole segment: a file, or memory that was never written out.
final class SegmentImage: Sendable {
    /// "memory" for a segment that has no file.
    let path: String
    // Guarded by never changing: nobody writes after init, and `owner` keeps the pages.
    nonisolated(unsafe) let bytes: UnsafeRawBufferPointer
    private let file: MappedFile?

    init(path: String) throws(EngineError) {
        self.path = path
        let file: MappedFile
        do {
            file = try MappedFile(path: path)
        } catch {
            throw .cannotRead(path: path, reason: error.detail)
        }
        bytes = file.bytes
        self.file = file
    }

    /// Takes memory over.
    init(taking memory: UnsafeMutableRawBufferPointer) {
        path = "memory"
        bytes = UnsafeRawBufferPointer(memory)
        file = nil
    }

    deinit {
        if file == nil { bytes.deallocate() }
    }
}

/// A part of a segment that has a name. Keeps the segment alive.
struct SectionBytes: Sendable {
    let name: String
    let range: Range<Int>
    let image: SegmentImage

    var count: Int {
        range.count
    }

    /// Numbers that stand here, after a check that they do.
    func array<Element: BitwiseCopyable>(
        _ type: Element.Type, at offset: Int, count: Int
    ) throws(EngineError) -> SectionArray<Element> {
        let (size, overflows) = count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
        guard offset >= 0, count >= 0, !overflows, offset <= self.count, size <= self.count - offset else {
            throw damaged(at: offset, "\(count) values of \(MemoryLayout<Element>.stride) bytes do not fit")
        }
        guard (range.lowerBound + offset) % MemoryLayout<Element>.alignment == 0 else {
            throw damaged(at: offset, "values that are not aligned")
        }
        return SectionArray(image: image, offset: range.lowerBound + offset, count: count)
    }

    /// One number.
    func value<Element: BitwiseCopyable>(_ type: Element.Type, at offset: Int) throws(EngineError) -> Element {
        try array(type, at: offset, count: 1)[0]
    }

    func slice(_ part: Range<Int>) throws(EngineError) -> SectionBytes {
        guard part.lowerBound >= 0, part.upperBound <= count else {
            throw damaged(at: part.lowerBound, "a part of \(part.count) bytes does not fit")
        }
        return SectionBytes(
            name: name, range: range.lowerBound + part.lowerBound..<range.lowerBound + part.upperBound, image: image)
    }

    /// What to throw where something that stands here cannot be.
    func damaged(at offset: Int, _ reason: String) -> EngineError {
        .damaged(path: image.path, section: name, offset: offset, reason: reason)
    }
}

/// Numbers in a segment. Keeps it alive.
struct SectionArray<Element: BitwiseCopyable>: Sendable {
    private let image: SegmentImage
    private let offset: Int
    let count: Int

    fileprivate init(image: SegmentImage, offset: Int, count: Int) {
        self.image = image
        self.offset = offset
        self.count = count
    }

    subscript(index: Int) -> Element {
        precondition(index >= 0 && index < count, "a value outside of its section")
        return image.bytes.load(fromByteOffset: offset + index * MemoryLayout<Element>.stride, as: Element.self)
    }

    /// Lends the numbers.
    func withValues<Result, Failure>(
        _ body: (UnsafeBufferPointer<Element>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        defer { withExtendedLifetime(image) {} }
        let start = image.bytes.baseAddress.map { ($0 + offset).assumingMemoryBound(to: Element.self) }
        return try body(UnsafeBufferPointer(start: start, count: count))
    }
}
