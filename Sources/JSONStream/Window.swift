/// The piece of a source that is in memory: bytes not yet consumed, and room for more.
struct Window: ~Copyable {
    private var source: any ByteSource
    private var storage: UnsafeMutableRawBufferPointer
    private let standardSize: Int
    private var first = 0
    private var last = 0
    /// Where the first byte lies in the source.
    private(set) var offset = 0
    /// Whether the source has no more bytes than the window.
    private(set) var isExhausted = false

    init(_ source: any ByteSource, size: Int) {
        self.source = source
        standardSize = size
        storage = .allocate(byteCount: size, alignment: 16)
    }

    deinit {
        storage.deallocate()
    }

    var available: Int {
        last - first
    }

    var isFull: Bool {
        available == storage.count
    }

    /// Lends the bytes not yet consumed.
    func withBytes<Result, Failure>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(rebasing: storage[first..<last]))
    }

    mutating func advance(by count: Int) {
        first += count
        offset += count
    }

    /// Makes room and reads more. Returns false at the end of the source, and when the window is full.
    mutating func fill() throws(JSONError) -> Bool {
        if storage.count > standardSize, available <= standardSize / 2 { resize(to: standardSize) }
        if first > 0 {
            storage.baseAddress.map { $0.copyMemory(from: $0 + first, byteCount: available) }
            last -= first
            first = 0
        }
        guard !isExhausted, last < storage.count else { return false }
        let before = last
        repeat {
            let count: Int
            do {
                count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: storage[last...]))
            } catch {
                throw JSONError(.source(error), at: offset + available)
            }
            isExhausted = count == 0
            last += count
            // A byte order mark may come in pieces.
        } while offset == 0 && last < 3 && !isExhausted
        let hasGrown = last > before
        if offset == 0, before == 0 { skipByteOrderMark() }
        return hasGrown
    }

    /// Fills until `count` bytes are there or the source has ended; a smaller window grows.
    mutating func fill(atLeast count: Int) throws(JSONError) {
        while available < count, try grow() {}
    }

    /// As `fill`, and doubles the window first when it is full.
    mutating func grow() throws(JSONError) -> Bool {
        if isFull { resize(to: storage.count * 2) }
        return try fill()
    }

    /// Removes bytes from the middle; later offsets count them as if they stood at the front.
    mutating func remove(_ range: Range<Int>) {
        storage.baseAddress.map { base in
            (base + first + range.lowerBound).copyMemory(
                from: base + first + range.upperBound, byteCount: available - range.upperBound)
        }
        last -= range.count
        offset += range.count
    }

    private mutating func resize(to size: Int) {
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[first..<last]))
        last -= first
        first = 0
        storage.deallocate()
        storage = larger
    }

    private mutating func skipByteOrderMark() {
        if withBytes({ $0.starts(with: [0xef, 0xbb, 0xbf]) }) { advance(by: 3) }
    }
}
