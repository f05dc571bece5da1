// A column's section, version 1, little-endian:
//
//     header                64 bytes: magic "QColumn1", kind, rows, flags (1: some rows are null), entries, bytes, zeros
//     known                 where flags say so: a bit a row, 1 where there is a value
//     then, each at a multiple of 64, by kind:
//     bool                  a bit a row
//     int64, timestamp      Int64 a row; zones: least and most Int64 of each 1,024 rows
//     double                Double a row; zones: least and most Double
//     codes                 UInt16 a row, in the order of the texts; zones: least and most UInt16; texts of the entries
//     string, json          texts of the rows
//     array                 UInt64 a row and one more: where a row's elements end; the elements as a column of their own,
//                           `bytes` long
//     texts                 UInt64 a text and one more: where a text ends; then the UTF-8, `bytes` long
//
// Where a row is null, zero or nothing stands in its place. Zones leave null rows out; a zone without values has its bounds
// crossed, and one in which a value is no number has no numbers as bounds, so that it decides nothing.

/// How a column is stored.
enum ColumnKind: UInt64 {
    case bool = 1
    case int64 = 2
    case double = 3
    case timestamp = 4
    case codes = 5
    case string = 6
    case json = 7
    case array = 8
}

/// The first bytes of a column's section.
struct ColumnHeader {
    var kind: ColumnKind
    var rows: Int
    var hasNulls: Bool
    /// Texts of a dictionary.
    var entries = 0
    var bytes = 0

    static let size = 64
    private static let magic: UInt64 = 0x316e_6d75_6c6f_4351
    /// Rows of a segment are numbered by 31 bits; elements of arrays have one number more for each.
    private static let mostRows = 1 << 40

    init(kind: ColumnKind, rows: Int, hasNulls: Bool, entries: Int = 0, bytes: Int = 0) {
        self.kind = kind
        self.rows = rows
        self.hasNulls = hasNulls
        self.entries = entries
        self.bytes = bytes
    }

    init(_ section: SectionBytes) throws(EngineError) {
        let fields = try section.array(UInt64.self, at: 0, count: 8)
        guard fields[0] == Self.magic else { throw section.damaged(at: 0, "not a column") }
        guard let kind = ColumnKind(rawValue: fields[1]) else {
            throw section.damaged(at: 8, "a column of unknown kind \(fields[1])")
        }
        guard fields[2] <= Self.mostRows, fields[4] <= Self.mostRows, fields[5] <= Self.mostRows, fields[3] <= 1 else {
            throw section.damaged(at: 16, "a column of impossible size")
        }
        self.init(
            kind: kind, rows: Int(fields[2]), hasNulls: fields[3] == 1, entries: Int(fields[4]), bytes: Int(fields[5]))
    }

    func write(to sink: SectionSink) throws(EngineError) {
        try sink.append([
            Self.magic, kind.rawValue, UInt64(rows), hasNulls ? 1 : 0, UInt64(entries), UInt64(bytes), 0, 0,
        ])
    }
}

/// Walks the parts of a section in the order in which they were written.
struct ColumnParts {
    let section: SectionBytes
    private(set) var offset = ColumnHeader.size

    init(_ section: SectionBytes) {
        self.section = section
    }

    mutating func array<Element: BitwiseCopyable>(
        _ type: Element.Type, count: Int
    ) throws(EngineError) -> SectionArray<Element> {
        let part = try section.array(type, at: offset, count: count)
        offset = min(section.count, (offset + count * MemoryLayout<Element>.stride + 63) / 64 * 64)
        return part
    }

    mutating func part(_ count: Int) throws(EngineError) -> SectionBytes {
        guard count <= section.count - offset else { throw section.damaged(at: offset, "a part that does not fit") }
        let part = try section.slice(offset..<offset + count)
        offset = min(section.count, (offset + count + 63) / 64 * 64)
        return part
    }
}
