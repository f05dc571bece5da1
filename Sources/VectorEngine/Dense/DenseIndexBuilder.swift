import Matrices

/// Writes the dense section of a segment (`DenseLayout`).
struct DenseIndexBuilder {
    let field: DenseField
    let rows: DenseRows
    let threads: Int
    let kernels: Kernels

    /// Below this `auto` looks at every row's bytes, which takes some ten microseconds.
    static let rowsForCodes = 1_000
    /// From here on `auto` has lists.
    static let rowsForLists = 30_000

    init(field: DenseField, rows: DenseRows, threads: Int = Processor.coreCount, kernels: Kernels = Kernels()) {
        self.field = field
        self.rows = rows.prepared(for: field)
        self.threads = threads
        self.kernels = kernels
    }

    /// Lists for a kind and a number of rows; none where there are no codes.
    static func lists(_ kind: DenseIndexKind, rows: Int) -> Int {
        switch kind {
        case .exact: 0
        case .quantised: 1
        case .invertedFile: max(1, min(rows / 64, Int(1.6 * Double(rows).squareRoot())))
        case .auto:
            rows < rowsForCodes ? 0 : lists(rows < rowsForLists ? .quantised : .invertedFile, rows: rows)
        }
    }

    func write(to sink: SectionSink) throws(EngineError) {
        let lists = rows.count == 0 ? 0 : Self.lists(field.index, rows: rows.count)
        let clustering =
            lists > 0
            ? Clustering(rows, dimension: field.dimension, count: lists, threads: threads, kernels: kernels) : nil
        let order = PlaceOrder(
            lists: lists > 1 ? clustering?.assign(rows) : nil, rows: rows.count, count: lists)
        let layout = DenseLayout(
            header: DenseHeader(field, rows: rows.count, places: order.rowOfPlace.count, lists: lists))
        try sink.append(layout.header)
        try writeNumbers(layout, to: sink)
        let coding = DenseCoding(
            layout: layout, metric: field.metric, clustering: clustering, order: order, rows: rows, threads: threads,
            kernels: kernels)
        try coding.writeBytes(to: sink)
        try coding.writeRest(to: sink)
    }

    /// Rows that are turned into what is written at once.
    private static let portion = 2048

    private func writeNumbers(_ layout: DenseLayout, to sink: SectionSink) throws(EngineError) {
        guard layout.numberSize > 0 else { return }
        let (stride, size, rows) = (layout.numberStride, layout.numberSize, rows)
        let room = AlignedRoom<Float>(Self.portion * stride)
        let halves = AlignedRoom<UInt16>(size == 2 ? Self.portion * stride : 0)
        for start in Swift.stride(from: 0, to: rows.count, by: Self.portion) {
            let count = min(Self.portion, rows.count - start)
            Portions.each(of: count, size: 256, threads: threads) { _, range in
                for index in range { rows.fill(start + index, room.base + index * stride) }
                guard size == 2 else { return }
                Kernels.narrow(
                    room.base + range.lowerBound * stride, count: range.count * stride,
                    into: halves.base + range.lowerBound * stride)
            }
            let bytes = size == 2 ? UnsafeRawPointer(halves.base) : UnsafeRawPointer(room.base)
            try sink.append(UnsafeRawBufferPointer(start: bytes, count: count * stride * size))
        }
        try sink.align()
    }
}

/// Where rows stand: by list, each filled up to a block.
struct PlaceOrder {
    static let none = UInt32.max

    /// The row at each place, or `none`.
    private(set) var rowOfPlace: [UInt32]
    private(set) var placeOfRow: [UInt32]
    /// The first block of each list, and the end of the last.
    private(set) var starts: [UInt32]
    let hasLists: Bool

    /// - Parameter lists: the list of each row, or nil where rows stand as they are numbered.
    init(lists: [UInt32]?, rows: Int, count: Int) {
        hasLists = lists != nil
        guard let lists else {
            let blocks = (rows + CodeBlocks.rows - 1) / CodeBlocks.rows
            let places = count > 0 ? blocks * CodeBlocks.rows : rows
            rowOfPlace = (0..<places).map { $0 < rows ? UInt32($0) : Self.none }
            placeOfRow = []
            starts = [0, UInt32(blocks)]
            return
        }
        var sizes = [Int](repeating: 0, count: count)
        for list in lists { sizes[Int(list)] += 1 }
        starts = [0]
        for size in sizes {
            starts.append((starts.last ?? 0) + UInt32((size + CodeBlocks.rows - 1) / CodeBlocks.rows))
        }
        var next = starts.map { Int($0) * CodeBlocks.rows }
        rowOfPlace = [UInt32](repeating: Self.none, count: next[count])
        placeOfRow = [UInt32](repeating: 0, count: rows)
        for (row, list) in lists.enumerated() {
            rowOfPlace[next[Int(list)]] = UInt32(row)
            placeOfRow[row] = UInt32(next[Int(list)])
            next[Int(list)] += 1
        }
    }

    /// The list that has a block.
    func list(ofBlock block: Int) -> Int {
        guard starts.count > 2 else { return 0 }
        var (low, high) = (0, starts.count - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if Int(starts[middle]) <= block { low = middle } else { high = middle }
        }
        return low
    }
}
