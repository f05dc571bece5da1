import Matrices

/// The vectors of a segment, mapped, and what they are searched by.
///
/// Searching is exact, or reaches a recall that was calibrated on the segment's own rows. All scores are of the numbers that are
/// stored: estimates only choose which rows are looked at. May be used by any number of threads.
final class DenseIndex: Sendable {
    let field: DenseField
    let layout: DenseLayout
    let calibration: DenseCalibration
    let kernels: Kernels
    let rotation: Rotation
    /// Each list's centroid in bytes.
    let centroids: Centroids?
    private let section: SectionBytes
    // Guarded by never changing: `section` keeps the bytes, and their number was compared with the layout's.
    private nonisolated(unsafe) let base: UnsafeRawPointer

    /// Opens what `DenseIndexBuilder` wrote. Takes time that does not depend on the number of rows.
    init(_ section: SectionBytes, field: DenseField, kernels: Kernels = Kernels()) throws(EngineError) {
        let header = try section.value(DenseHeader.self, at: 0)
        guard header.version == DenseHeader.version else {
            throw .newer(
                path: section.image.path, found: Int(header.version), known: Int(DenseHeader.version))
        }
        // Only of a header that was looked at can sizes be told.
        if let reason = Self.fault(of: header, field: field) { throw section.damaged(at: 0, reason) }
        let layout = DenseLayout(header: header)
        guard let start = section.image.bytes.baseAddress, layout.total <= section.count else {
            throw section.damaged(at: 0, "\(section.count) bytes where there should be \(layout.total)")
        }
        base = start + section.range.lowerBound
        guard Int(bitPattern: base) % 64 == 0 else { throw section.damaged(at: 0, "it is not aligned") }
        self.section = section
        self.field = field
        self.layout = layout
        self.kernels = kernels
        rotation = Rotation(dimension: layout.dimension)
        calibration = DenseCalibration(
            values: try section.array(Float.self, at: layout.calibration, count: DenseCalibration.count)
                .withValues { Array($0) })
        let lists = Int(header.lists)
        let numbers = UnsafeRawPointer(base + layout.centroids).assumingMemoryBound(to: Float.self)
        centroids =
            lists > 0
            ? Centroids(numbers, count: lists, dimension: layout.dimension, metric: field.metric, kernels: kernels)
            : nil
    }

    private static func fault(of header: DenseHeader, field: DenseField) -> String? {
        guard header.dimension == UInt32(clamping: field.dimension), header.dimension > 0,
            header.dimension <= UInt32(DenseHeader.mostDimensions)
        else { return "\(header.dimension) dimensions" }
        guard header.metric == DenseHeader.code(of: field.metric) else { return "another metric" }
        guard header.storage == DenseHeader.code(of: field.storage) else { return "another storage" }
        guard header.rows <= 1 << 31, header.places >= header.rows, header.places <= 1 << 31,
            header.lists <= header.places, header.lists > 0 ? header.places % 16 == 0 : header.places == header.rows
        else { return "\(header.places) places for \(header.rows) rows in \(header.lists) lists" }
        return nil
    }

    var rows: Int { Int(layout.header.rows) }
    var places: Int { Int(layout.header.places) }
    var lists: Int { Int(layout.header.lists) }

    private func pointer<Value>(_ type: Value.Type, _ offset: Int) -> UnsafePointer<Value> {
        (base + offset).assumingMemoryBound(to: type)
    }

    var bytes: ByteRows {
        ByteRows(
            bytes: pointer(Int8.self, layout.bytes), stride: layout.byteStride,
            scales: pointer(Float.self, layout.scales),
            sums: pointer(Int32.self, layout.sums))
    }

    /// As they were written; none if bytes are all that is stored.
    var numbers: NumberRows? {
        layout.numberSize == 0
            ? nil
            : NumberRows(
                base: base + layout.numbers, stride: layout.numberStride, isHalf: layout.numberSize == 2)
    }

    /// What each place's length adds to its score, where distances are compared.
    var norms: UnsafePointer<Float>? {
        field.metric == .euclidean ? pointer(Float.self, layout.norms) : nil
    }

    var codes: CodeBlocks {
        CodeBlocks(
            codes: pointer(UInt8.self, layout.codes), octets: layout.octets,
            factors: pointer(Float.self, layout.factors), biases: norms)
    }

    /// The row at a place, if there is one.
    func row(at place: Int) -> Int? {
        guard lists > 1 else { return place < rows ? place : nil }
        let row = pointer(UInt32.self, layout.rows)[place]
        return row < layout.header.rows ? Int(row) : nil
    }

    func place(of row: Int) -> Int {
        lists > 1 ? min(places - 1, Int(pointer(UInt32.self, layout.places)[row])) : row
    }

    /// The blocks of a list. Whatever stands in a damaged file, they are blocks that there are.
    func blocks(of list: Int) -> Range<Int> {
        let starts = pointer(UInt32.self, layout.starts)
        let end = min(Int(starts[list + 1]), places / CodeBlocks.rows)
        return min(Int(starts[list]), end)..<end
    }

    /// The list that has a block.
    func list(ofBlock block: Int) -> Int {
        let starts = pointer(UInt32.self, layout.starts)
        var (low, high) = (0, lists)
        while high - low > 1 {
            let middle = (low + high) / 2
            if Int(starts[middle]) <= block { low = middle } else { high = middle }
        }
        return low
    }

    /// The numbers of a row, of length one where directions are compared.
    func vector(_ row: Int) -> [Float] {
        [Float](unsafeUninitializedCapacity: layout.dimension) { numbers, count in
            count = layout.dimension
            if let base = numbers.baseAddress { copy(row, to: base) }
        }
    }

    /// Writes the numbers of a row.
    func copy(_ row: Int, to out: UnsafeMutablePointer<Float>) {
        precondition(row >= 0 && row < rows, "a row that there is not")
        guard let numbers else {
            let (place, bytes) = (place(of: row), bytes)
            for column in 0..<layout.dimension {
                out[column] = Float(bytes.bytes[place * bytes.stride + column]) * bytes.scales[place]
            }
            return
        }
        let start = numbers.base + row * numbers.stride * (numbers.isHalf ? 2 : 4)
        if numbers.isHalf {
            let halves = start.assumingMemoryBound(to: UInt16.self)
            for column in 0..<layout.dimension { out[column] = Float(half: halves[column]) }
        } else {
            out.update(from: start.assumingMemoryBound(to: Float.self), count: layout.dimension)
        }
    }
}

/// The centroids of lists, ready to be multiplied. Held in memory: some hundred bytes a list.
final class Centroids: Sendable {
    let count: Int
    // Guarded by never changing after init.
    private nonisolated(unsafe) let room: ByteRoom
    /// What each list's length adds to a product, so that the list with the most is the nearest.
    let biases: [Float]?

    init(_ numbers: UnsafePointer<Float>, count: Int, dimension: Int, metric: Metric, kernels: Kernels) {
        self.count = count
        room = ByteRoom(capacity: count, width: dimension)
        room.numbers.base.update(from: numbers, count: count * room.numberStride)
        room.convert(count, kernels: kernels)
        let stride = room.numberStride
        let weight: Float? =
            switch metric {
            case .euclidean: 1
            // A product of two directions is half of what is left of their squared distance.
            case .cosine: 0.5
            case .innerProduct: nil
            }
        biases = weight.map { weight in
            (0..<count).map { list in
                let row = numbers + list * stride
                return (0..<dimension).reduce(0) { $0 - weight * row[$1] * row[$1] }
            }
        }
    }

    /// From how near all lists are to a query: how near the list of a row that is wanted may be expected to be. The nearest list
    /// tells the most; how near the others are on average tells how much it stands out.
    static func expected(_ nearness: UnsafeBufferPointer<Float>) -> Float {
        var (most, sum) = (-Float.infinity, Float(0))
        for value in nearness {
            most = max(most, value)
            sum += value
        }
        return 0.7 * most + 0.3 * sum / Float(nearness.count)
    }

    var bytes: ByteRows {
        room.rows
    }

    var numbers: UnsafePointer<Float> {
        UnsafePointer(room.numbers.base)
    }
}
