/// Appends values to bytes, little-endian, lengths as UInt32.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write<Value: BitwiseCopyable>(_ value: Value) {
        withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
    }

    mutating func write<Value: BitwiseCopyable>(_ values: [Value]) {
        write(UInt32(values.count))
        values.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }

    mutating func write(_ text: String) {
        write(Array(text.utf8))
    }
}

/// Reads what a ``ByteWriter`` wrote; nil where the bytes cannot be that.
struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    private(set) var offset = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    var isAtEnd: Bool {
        offset == bytes.count
    }

    mutating func value<Value: BitwiseCopyable>(_ type: Value.Type = Value.self) -> Value? {
        guard bytes.count - offset >= MemoryLayout<Value>.size else { return nil }
        defer { offset += MemoryLayout<Value>.size }
        return bytes.loadUnaligned(fromByteOffset: offset, as: Value.self)
    }

    mutating func values<Value: BitwiseCopyable>(_ type: Value.Type = Value.self) -> [Value]? {
        guard let count = value(UInt32.self).map(Int.init) else { return nil }
        let size = count * MemoryLayout<Value>.stride
        guard bytes.count - offset >= size else { return nil }
        defer { offset += size }
        let part = UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + size])
        return [Value](unsafeUninitializedCapacity: count) { buffer, filled in
            UnsafeMutableRawBufferPointer(buffer).copyMemory(from: part)
            filled = count
        }
    }

    mutating func text() -> String? {
        values(UInt8.self).flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// As many things as a count says.
    mutating func list<Element>(_ read: (inout ByteReader) -> Element?) -> [Element]? {
        guard let count = value(UInt32.self) else { return nil }
        var list: [Element] = []
        for _ in 0..<count {
            guard let element = read(&self) else { return nil }
            list.append(element)
        }
        return list
    }
}
