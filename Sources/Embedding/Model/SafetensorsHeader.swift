import JSONStream
import Store

/// What a safetensors file says of its tensors, checked so that every offset can be trusted.
struct SafetensorsHeader: Sendable {
    /// One tensor's place; `bytes` counts from the start of the file.
    struct Entry: Sendable {
        let type: TensorType
        let shape: [Int]
        let bytes: Range<Int>
    }

    let entries: [String: Entry]

    /// The real headers of BERT models have some 10 kB.
    private static let limit = 16 << 20
    private static let nameLimit = 512
    private static let lengthSize = 8

    init(of file: MappedFile) throws(EmbeddingError) {
        let bytes = try Self.headerBytes(of: file)
        let dataStart = Self.lengthSize + bytes.count
        let dataSize = file.count - dataStart
        let listed: [StatedTensor]
        do {
            listed = try Self.parse(bytes)
        } catch {
            let placed = JSONError(error.kind, at: error.offset + Self.lengthSize)
            throw .badWeights(path: file.path, tensor: nil, .header(placed))
        }
        var entries: [String: Entry] = [:]
        for tensor in listed {
            guard tensor.name.utf8.count <= Self.nameLimit else {
                throw .badWeights(path: file.path, tensor: nil, .nameTooLong(limit: Self.nameLimit))
            }
            do throws(WeightsFault) {
                let (type, range) = try tensor.check(dataSize: dataSize)
                let bytes = range.lowerBound + dataStart..<range.upperBound + dataStart
                let entry = Entry(type: type, shape: tensor.shape, bytes: bytes)
                guard entries.updateValue(entry, forKey: tensor.name) == nil else { throw .duplicateName }
            } catch {
                throw .badWeights(path: file.path, tensor: tensor.name, error)
            }
        }
        try Self.requireGapless(listed, dataSize: dataSize, path: file.path)
        self.entries = entries
    }

    private static func headerBytes(of file: MappedFile) throws(EmbeddingError) -> [UInt8] {
        try file.withBytes { bytes throws(EmbeddingError) in
            guard bytes.count >= lengthSize else {
                throw .badWeights(path: file.path, tensor: nil, .truncated(size: bytes.count))
            }
            let stated = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
            let limit = min(limit, bytes.count - lengthSize)
            guard stated <= UInt64(limit) else {
                throw .badWeights(path: file.path, tensor: nil, .headerTooLong(stated: stated, limit: limit))
            }
            let header = [UInt8](bytes[lengthSize..<lengthSize + Int(stated)])
            guard String(validating: header, as: UTF8.self) != nil else {
                throw .badWeights(path: file.path, tensor: nil, .headerNotUTF8)
            }
            return header
        }
    }

    private static func parse(_ bytes: [UInt8]) throws(JSONError) -> [StatedTensor] {
        var limits = JSONLimits.standard
        limits.depth = 8
        return try JSONCursor.reading(bytes, limits: limits) { cursor throws(JSONError) in
            var tensors: [StatedTensor] = []
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                if key == "__metadata__" {
                    try cursor.skip()
                } else {
                    tensors.append(try StatedTensor(name: try key.exact(at: cursor.offset), from: &cursor))
                }
            }
            return tensors
        }
    }

    /// The format allows neither overlaps nor bytes that belong to nothing.
    private static func requireGapless(
        _ tensors: [StatedTensor], dataSize: Int, path: String
    ) throws(EmbeddingError) {
        var end = 0
        var last = ""
        for tensor in tensors.sorted(by: { ($0.begin, $0.end) < ($1.begin, $1.end) }) {
            guard tensor.begin >= end else {
                throw .badWeights(path: path, tensor: tensor.name, .overlap(with: last, at: tensor.begin))
            }
            guard tensor.begin == end else {
                throw .badWeights(path: path, tensor: nil, .hole(from: end, to: tensor.begin))
            }
            end = tensor.end
            last = tensor.name
        }
        guard end == dataSize else { throw .badWeights(path: path, tensor: nil, .hole(from: end, to: dataSize)) }
    }
}

/// A tensor as the header states it, before any of it is believed.
private struct StatedTensor {
    let name: String
    let type: String
    let shape: [Int]
    /// Offsets from the end of the header.
    let begin: Int
    let end: Int

    private static let rankLimit = 8

    init(name: String, from cursor: inout JSONCursor) throws(JSONError) {
        let start = cursor.offset
        var type: String?
        var shape: [Int]?
        var offsets: [Int]?
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "dtype": type = try cursor.decode()
            case "shape": shape = try cursor.integers(atMost: Self.rankLimit)
            case "data_offsets": offsets = try cursor.integers(atMost: 2)
            default: try cursor.skip()
            }
        }
        guard let type else { throw JSONError(.missingKey("dtype"), at: start) }
        guard let shape else { throw JSONError(.missingKey("shape"), at: start) }
        guard let offsets else { throw JSONError(.missingKey("data_offsets"), at: start) }
        guard offsets.count == 2 else { throw JSONError(.unacceptable(expected: "two data_offsets"), at: start) }
        self.name = name
        self.type = type
        self.shape = shape
        begin = offsets[0]
        end = offsets[1]
    }

    func check(dataSize: Int) throws(WeightsFault) -> (TensorType, Range<Int>) {
        guard let type = TensorType(rawValue: type) else { throw .unknownType(String(type.prefix(32))) }
        var size = type.size
        for dimension in shape {
            guard dimension >= 0 else { throw .negativeDimension(dimension) }
            let (product, overflow) = size.multipliedReportingOverflow(by: dimension)
            guard !overflow else { throw .tooLarge(shape: shape) }
            size = product
        }
        guard begin >= 0, begin <= end, end <= dataSize else {
            throw .offsetsOutside(begin: begin, end: end, size: dataSize)
        }
        guard end - begin == size else { throw .wrongSize(shape: shape, expected: size, found: end - begin) }
        return (type, begin..<end)
    }
}

extension JSONCursor {
    fileprivate mutating func integers(atMost limit: Int) throws(JSONError) -> [Int] {
        var numbers: [Int] = []
        try beginArray()
        while try nextElement() {
            guard numbers.count < limit else {
                throw JSONError(.unacceptable(expected: "no more than \(limit) numbers"), at: offset)
            }
            numbers.append(try decode())
        }
        return numbers
    }
}

extension JSONText {
    /// The decoded text; an error where it had to be repaired, for then it is not the name that was meant.
    fileprivate func exact(at offset: Int) throws(JSONError) -> String {
        var bytes: [UInt8] = []
        guard append(to: &bytes) == 0 else {
            throw JSONError(.unacceptable(expected: "a name of valid characters"), at: offset)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
