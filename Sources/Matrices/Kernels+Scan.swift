import CKernels

/// Rows of bytes that lie somewhere, a multiple of 64 apart and zero behind their width; what a byte of each is worth, and each
/// row's sum. Whoever lends the memory keeps it.
public struct ByteRows {
    public var bytes: UnsafePointer<Int8>
    public var stride: Int
    public var scales: UnsafePointer<Float>
    public var sums: UnsafePointer<Int32>

    public init(
        bytes: UnsafePointer<Int8>, stride: Int, scales: UnsafePointer<Float>, sums: UnsafePointer<Int32>
    ) {
        precondition(stride > 0 && stride % 64 == 0, "rows of bytes are a multiple of 64 apart")
        self.bytes = bytes
        self.stride = stride
        self.scales = scales
        self.sums = sums
    }

    public static func stride(width: Int) -> Int {
        (width + 63) / 64 * 64
    }

    var rows: quarry_byte_rows {
        quarry_byte_rows(bytes: bytes, stride: stride, scales: scales, sums: sums)
    }
}

/// Rows of f32 or f16 that lie somewhere, a multiple of 16 numbers apart and zero behind their width.
public struct NumberRows {
    public var base: UnsafeRawPointer
    /// Numbers from one row to the next.
    public var stride: Int
    public var isHalf: Bool

    public init(base: UnsafeRawPointer, stride: Int, isHalf: Bool) {
        precondition(stride > 0 && stride % 16 == 0, "rows of numbers are a multiple of 16 apart")
        self.base = base
        self.stride = stride
        self.isHalf = isHalf
    }

    public static func stride(width: Int) -> Int {
        (width + 15) / 16 * 16
    }
}

/// Codes of rows in blocks of 16, as `quarry_codes` in kernels.h lays them out.
public struct CodeBlocks {
    public var codes: UnsafePointer<UInt8>
    /// Of groups of dimensions.
    public var octets: Int
    /// Of each row. One that is no number keeps its row from being found.
    public var factors: UnsafePointer<Float>
    /// Of each row, where there are any.
    public var biases: UnsafePointer<Float>?

    public static let rows = 16

    public init(
        codes: UnsafePointer<UInt8>, octets: Int, factors: UnsafePointer<Float>, biases: UnsafePointer<Float>?
    ) {
        self.codes = codes
        self.octets = octets
        self.factors = factors
        self.biases = biases
    }
}

/// What each value of a code adds to an estimate: (base + step * sum) * factor + offset + bias.
public struct CodeTables: Sendable {
    /// 128 an octet of groups.
    public var entries: [UInt8]
    public var base: Float
    public var step: Float

    public init(entries: [UInt8], base: Float, step: Float) {
        self.entries = entries
        self.base = base
        self.step = step
    }
}

extension Kernels {
    /// Products with rows, or squared distances with a minus: of the wanted rows, or of as many from the first on.
    public func scores(
        of rows: NumberRows, wanted: UnsafePointer<UInt32>?, count: Int, isDistance: Bool, for query: [Float],
        into out: UnsafeMutablePointer<Float>
    ) {
        precondition(query.count == rows.stride, "a query as wide as the rows with what fills them up")
        quarry_scores(
            features, rows.isHalf ? QUARRY_HALF : QUARRY_SINGLE, isDistance ? QUARRY_DISTANCE : QUARRY_PRODUCT, query,
            rows.base, rows.stride * (rows.isHalf ? 2 : 4), Int32(rows.stride), wanted, Int32(count), out)
    }

    /// Products with rows of bytes: of the wanted rows, or of as many from the first on.
    public func scores(
        of rows: ByteRows, wanted: UnsafePointer<UInt32>?, count: Int, for query: [Int8], scale: Float,
        into out: UnsafeMutablePointer<Float>
    ) {
        precondition(query.count == rows.stride, "a query as wide as the rows with what fills them up")
        query.withUnsafeBufferPointer { query in
            var query = quarry_bytes(bytes: query.baseAddress, scale: scale)
            var rows = rows.rows
            quarry_byte_scores(features, &query, &rows, wanted, Int32(count), out)
        }
    }

    /// Writes places, from `first` on, and values of the scores that reach a threshold. Room for 16 more than there are is wanted.
    public func keep(
        _ scores: UnsafePointer<Float>, count: Int, from threshold: Float, first: Int,
        places: UnsafeMutablePointer<UInt32>, values: UnsafeMutablePointer<Float>
    ) -> Int {
        Int(quarry_keep(features, scores, Int32(count), threshold, UInt32(first), places, values))
    }

    /// The same of the estimates of some blocks of codes.
    public func scan(
        _ codes: CodeBlocks, blocks: Range<Int>, tables: CodeTables, offset: Float, from threshold: Float,
        places: UnsafeMutablePointer<UInt32>, values: UnsafeMutablePointer<Float>
    ) -> Int {
        precondition(tables.entries.count == codes.octets * 128, "tables of other codes")
        return tables.entries.withUnsafeBufferPointer { entries in
            var codes = quarry_codes(
                codes: codes.codes, octets: Int32(codes.octets), factors: codes.factors, biases: codes.biases)
            var tables = quarry_tables(entries: entries.baseAddress, base: tables.base, step: tables.step)
            return Int(
                quarry_scan_codes(
                    features, &codes, Int32(blocks.lowerBound), Int32(blocks.count), &tables, offset, threshold,
                    places, values))
        }
    }

    /// Rows of f32 as bytes, each scaled by its largest number.
    public func toBytes(
        _ rows: UnsafePointer<Float>, stride: Int, count: Int, width: Int, bytes: UnsafeMutablePointer<Int8>,
        scales: UnsafeMutablePointer<Float>, sums: UnsafeMutablePointer<Int32>
    ) {
        let wide = ByteRows.stride(width: width)
        bytes.update(repeating: 0, count: count * wide)
        bytes.withMemoryRebound(to: UInt32.self, capacity: count * wide / 4) { units in
            var out = quarry_rows(units: units, stride: wide / 4, scales: scales, sums: sums, peaks: nil)
            quarry_convert(features, QUARRY_INT8, rows, stride, Int32(count), Int32(width), &out)
        }
    }

    /// Rounds to half precision. Numbers that it does not have become its largest.
    public static func narrow(_ numbers: UnsafePointer<Float>, count: Int, into halves: UnsafeMutablePointer<UInt16>) {
        quarry_narrow(numbers, count, halves)
    }
}

extension Kernels {
    /// Turns a vector in place, by as many rounds as there are signs for each of its numbers.
    public func rotate(_ vector: UnsafeMutablePointer<Float>, width: Int, signs: [Float]) {
        precondition(width > 0 && width % 32 == 0 && signs.count % width == 0, "signs for other vectors")
        quarry_rotate(features, vector, Int32(width), signs, Int32(signs.count / width))
    }

    /// Writes a vector's signs as the code of one row of a block; the sum of the numbers' sizes.
    public static func writeSigns(
        of vector: UnsafePointer<Float>, octets: Int, row: Int, block: UnsafeMutablePointer<UInt8>
    ) -> Float {
        quarry_sign_code(vector, Int32(octets), Int32(row), block)
    }

    /// The tables with which codes of signs estimate products with a vector.
    public func signTables(for vector: [Float]) -> CodeTables {
        precondition(vector.count % 32 == 0, "an octet of groups of four")
        var tables = CodeTables(entries: [], base: 0, step: 0)
        let octets = vector.count / 32
        tables.entries = [UInt8](unsafeUninitializedCapacity: octets * 128) { entries, count in
            quarry_sign_tables(
                features, vector, Int32(octets), entries.baseAddress, &tables.base, &tables.step)
            count = octets * 128
        }
        return tables
    }
}
