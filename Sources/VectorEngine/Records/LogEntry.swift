/// A batch as the write-ahead log keeps it.
enum LogEntry: Hashable, Sendable {
    case upsert([Record])
    case delete([RecordKey])
}

// Bytes of an entry: 1 and records, or 2 and keys; counts as UInt32. A record is its key and three lists of names with what
// they name, sorted by name so that the same record is always the same bytes. Numbers before values say their kinds.
extension LogEntry {
    var bytes: [UInt8] {
        var writer = ByteWriter()
        switch self {
        case .upsert(let records):
            writer.write(UInt8(1))
            writer.write(UInt32(records.count))
            for record in records { writer.write(record) }
        case .delete(let keys):
            writer.write(UInt8(2))
            writer.write(UInt32(keys.count))
            for key in keys { writer.write(key) }
        }
        return writer.bytes
    }

    /// Nil where the bytes are no entry.
    init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = ByteReader(bytes)
        switch reader.value(UInt8.self) {
        case 1:
            guard let records = reader.list({ $0.record() }) else { return nil }
            self = .upsert(records)
        case 2:
            guard let keys = reader.list({ $0.key() }) else { return nil }
            self = .delete(keys)
        default: return nil
        }
        guard reader.isAtEnd else { return nil }
    }
}

extension ByteWriter {
    fileprivate mutating func write(_ key: RecordKey) {
        switch key {
        case .int(let number):
            write(UInt8(0))
            write(number)
        case .string(let text):
            write(UInt8(1))
            write(text)
        }
    }

    fileprivate mutating func write(_ record: Record) {
        write(record.key)
        named(record.vectors) { $0.write($1) }
        named(record.sparseVectors) {
            $0.write($1.map(\.index))
            $0.write($1.map(\.weight))
        }
        named(record.fields) { $0.write($1) }
    }

    private mutating func named<Value>(_ values: [String: Value], _ write: (inout ByteWriter, Value) -> Void) {
        self.write(UInt32(values.count))
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            self.write(name)
            write(&self, value)
        }
    }

    private mutating func write(_ value: FieldValue) {
        switch value {
        case .null: write(UInt8(0))
        case .bool(let value):
            write(UInt8(1))
            write(UInt8(value ? 1 : 0))
        case .int(let value):
            write(UInt8(2))
            write(value)
        case .double(let value):
            write(UInt8(3))
            write(value)
        case .string(let value):
            write(UInt8(4))
            write(value)
        case .timestamp(let value):
            write(UInt8(5))
            write(value)
        case .array(let values):
            write(UInt8(6))
            write(UInt32(values.count))
            for value in values { write(value) }
        case .json(let value):
            write(UInt8(7))
            write(value)
        }
    }
}

extension ByteReader {
    fileprivate mutating func key() -> RecordKey? {
        switch value(UInt8.self) {
        case 0: value(Int64.self).map(RecordKey.int)
        case 1: text().map(RecordKey.string)
        default: nil
        }
    }

    fileprivate mutating func record() -> Record? {
        guard let key = key(),
            let vectors = named({ $0.values(Float.self) }),
            let sparse = named({ $0.sparseVector() }),
            let fields = named({ $0.fieldValue() })
        else { return nil }
        return Record(key, vectors: vectors, sparseVectors: sparse, fields: fields)
    }

    private mutating func named<Value>(_ read: (inout ByteReader) -> Value?) -> [String: Value]? {
        guard let pairs = list({ reader in reader.text().flatMap { name in read(&reader).map { (name, $0) } } }) else {
            return nil
        }
        return Dictionary(pairs) { $1 }
    }

    private mutating func sparseVector() -> [SparseElement]? {
        guard let indices = values(UInt32.self), let weights = values(Float.self), indices.count == weights.count else {
            return nil
        }
        return zip(indices, weights).map { SparseElement(index: $0, weight: $1) }
    }

    /// - Parameter isElement: whether it stands in an array, which holds no arrays.
    private mutating func fieldValue(isElement: Bool = false) -> FieldValue? {
        switch value(UInt8.self) {
        case 0: .null
        case 1: value(UInt8.self).map { .bool($0 != 0) }
        case 2: value(Int64.self).map(FieldValue.int)
        case 3: value(Double.self).map(FieldValue.double)
        case 4: text().map(FieldValue.string)
        case 5: value(Int64.self).map(FieldValue.timestamp)
        case 6 where !isElement: list { $0.fieldValue(isElement: true) }.map(FieldValue.array)
        case 7: text().map(FieldValue.json)
        default: nil
        }
    }
}
