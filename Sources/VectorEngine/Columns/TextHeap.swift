import Glibc

/// Texts one behind the other.
struct TextHeap: Sendable {
    let count: Int
    private let ends: SectionArray<UInt64>
    private let bytes: SectionArray<UInt8>

    init(_ parts: inout ColumnParts, count: Int, bytes: Int) throws(EngineError) {
        self.count = count
        ends = try parts.array(UInt64.self, count: count + 1)
        self.bytes = try parts.array(UInt8.self, count: bytes)
    }

    /// Lends a text. Ends that damage has crossed give an empty one.
    @inline(__always)
    func withText<Result>(_ index: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let (start, end) = (ends[index], ends[index + 1])
        return bytes.withValues { all in
            guard start <= end, end <= UInt64(all.count) else {
                return body(UnsafeRawBufferPointer(start: nil, count: 0))
            }
            return body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(all)[Int(start)..<Int(end)]))
        }
    }

    subscript(index: Int) -> String {
        withText(index) { String(decoding: $0, as: UTF8.self) }
    }

    /// The first of sorted texts that is not before `text`, or that is behind it.
    func place(of text: [UInt8], isBehindEqual: Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            let order = withText(middle) { ByteOrder.compare($0, text) }
            if order < 0 || isBehindEqual && order == 0 { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// Collects texts.
struct TextHeapBuilder {
    private(set) var ends: [UInt64] = [0]
    private(set) var bytes: [UInt8] = []

    var count: Int {
        ends.count - 1
    }

    mutating func append(_ text: some Sequence<UInt8>) {
        bytes.append(contentsOf: text)
        ends.append(UInt64(bytes.count))
    }

    func text(_ index: Int) -> ArraySlice<UInt8> {
        bytes[Int(ends[index])..<Int(ends[index + 1])]
    }

    func write(to sink: SectionSink) throws(EngineError) {
        try sink.append(ends)
        try sink.align()
        try sink.append(bytes)
        try sink.align()
    }
}

/// The order of texts: by their bytes, which is that of their Unicode scalars.
enum ByteOrder {
    static func compare(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Int {
        let common = min(a.count, b.count)
        if common > 0, let first = a.baseAddress, let second = b.baseAddress {
            let order = memcmp(first, second, common)
            if order != 0 { return Int(order) }
        }
        return a.count - b.count
    }

    static func compare(_ a: UnsafeRawBufferPointer, _ b: [UInt8]) -> Int {
        b.withUnsafeBytes { compare(a, $0) }
    }

    static func compare(_ a: [UInt8], _ b: [UInt8]) -> Int {
        a.withUnsafeBytes { compare($0, b) }
    }
}

/// Finds bytes among others.
enum ByteSearch {
    static func contains(_ wanted: [UInt8], in text: UnsafeRawBufferPointer) -> Bool {
        guard !wanted.isEmpty else { return true }
        guard let start = text.baseAddress, text.count >= wanted.count else { return false }
        return wanted.withUnsafeBytes { letters in
            guard let first = letters.baseAddress else { return true }
            let last = start + (text.count - wanted.count)
            var place = start
            while place <= last, let found = memchr(place, Int32(wanted[0]), last - place + 1) {
                if memcmp(found, first, wanted.count) == 0 { return true }
                place = UnsafeRawPointer(found) + 1
            }
            return false
        }
    }
}
