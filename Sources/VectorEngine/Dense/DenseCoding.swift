import Matrices

// Codes by RaBitQ (Gao, Long: RaBitQ: Quantizing high-dimensional vectors with a theoretical error bound, SIGMOD 2024):
//
//     y = R (x - c), R a random rotation, c the centroid of x's list
//     code: s = signs of y;  factor: f = |y|^2 / (s . y)
//     estimate of q . x:  q . c + f (R q . s),  which is right on average over rotations
//
// 1. R is made of Hadamard transforms and signs (`Rotation`), so that it costs no memory and no multiplication by a matrix.
// 2. The query keeps a byte a number (a table's entry is a sum of four, of 255 steps), not four bits: lookups of four signs at once
//    (FastScan; Andre, Kermarrec, Le Scouarnec, 2015) cost the same whatever stands in the tables.
// 3. q is not centred a list, so one set of tables serves all of them.
// 4. Instead of the bound that the paper proves, the error is measured on the segment's own rows (`DenseCalibration`).

/// Turns rows into bytes and codes, place by place, and learns how much they tell.
final class DenseCoding {
    private let layout: DenseLayout
    private let metric: Metric
    private let order: PlaceOrder
    private let rows: DenseRows
    private let threads: Int
    private let kernels: Kernels
    private let clustering: Clustering?
    private let rotation: Rotation

    private let scales: AlignedRoom<Float>
    private let sums: AlignedRoom<Int32>
    private let norms: AlignedRoom<Float>
    private let codes: AlignedRoom<UInt8>
    private let factors: AlignedRoom<Float>
    private var calibration = DenseCalibration()
    private var sample: NeighbourSample?

    private static let portion = 4096
    private static let turn = 64

    init(
        layout: DenseLayout, metric: Metric, clustering: Clustering?, order: PlaceOrder, rows: DenseRows,
        threads: Int, kernels: Kernels
    ) {
        self.layout = layout
        self.metric = metric
        self.clustering = clustering
        self.order = order
        self.rows = rows
        self.threads = threads
        self.kernels = kernels
        rotation = Rotation(dimension: layout.dimension)
        let places = order.rowOfPlace.count
        scales = AlignedRoom(places)
        sums = AlignedRoom(places)
        norms = AlignedRoom(metric == .euclidean ? places : 0)
        codes = AlignedRoom(clustering == nil ? 0 : places * layout.octets * 4)
        factors = AlignedRoom(clustering == nil ? 0 : places)
        sample = clustering.map { _ in
            NeighbourSample(rows: rows, dimension: layout.dimension, metric: metric, kernels: kernels)
        }
    }

    /// Writes the bytes of all places.
    func writeBytes(to sink: SectionSink) throws(EngineError) {
        let places = order.rowOfPlace.count
        let stride = layout.byteStride
        let bytes = AlignedRoom<Int8>(Self.portion * stride)
        let workers = (0..<threads).map { _ in DenseCodingWorker(layout: layout, turn: Self.turn, rotation: rotation) }
        for start in Swift.stride(from: 0, to: places, by: Self.portion) {
            let count = min(Self.portion, places - start)
            Portions.each(of: count, size: Self.turn, threads: threads) { worker, range in
                convert(start + range.lowerBound, range.count, workers[worker])
                (bytes.base + range.lowerBound * stride).update(
                    from: workers[worker].room.bytes.base, count: range.count * stride)
            }
            sample?.meet(
                ByteRows(bytes: bytes.base, stride: stride, scales: scales.base + start, sums: sums.base + start),
                count: count, first: start, norms: metric == .euclidean ? norms.base + start : nil,
                rowOfPlace: order.rowOfPlace, threads: threads)
            try sink.append(UnsafeRawBufferPointer(start: bytes.base, count: count * stride))
        }
        try sink.align()
        for worker in workers {
            calibration.byteError = max(calibration.byteError, worker.error)
            calibration.longest = max(calibration.longest, worker.longest)
        }
    }

    private func convert(_ first: Int, _ count: Int, _ worker: DenseCodingWorker) {
        let room = worker.room
        for index in 0..<count {
            let row = order.rowOfPlace[first + index]
            if row == PlaceOrder.none {
                room.number(index).update(repeating: 0, count: room.numberStride)
            } else {
                rows.fill(Int(row), room.number(index))
            }
        }
        room.convert(count, kernels: kernels)
        (scales.base + first).update(from: room.scales.base, count: count)
        (sums.base + first).update(from: room.sums.base, count: count)
        for index in 0..<count {
            let place = first + index
            let squares = worker.measure(index)
            // Where there is no row, nothing is near.
            let isRow = order.rowOfPlace[place] != PlaceOrder.none
            if metric == .euclidean { norms.base[place] = isRow ? -squares : -.infinity }
            guard let clustering else { continue }
            let block = place / CodeBlocks.rows
            let factor = worker.code(
                index, of: clustering, list: order.list(ofBlock: block), inBlock: place % CodeBlocks.rows,
                to: codes.base + block * layout.octets * 64, kernels: kernels)
            factors.base[place] = isRow ? factor : .nan
        }
    }

    /// Writes all that follows the bytes.
    func writeRest(to sink: SectionSink) throws(EngineError) {
        let places = order.rowOfPlace.count
        func write<Value>(_ room: AlignedRoom<Value>) throws(EngineError) {
            guard room.count > 0 else { return }
            try sink.append(room.values)
            try sink.align()
        }
        try write(scales)
        try write(sums)
        try write(norms)
        if order.hasLists {
            try sink.append(order.rowOfPlace)
            try sink.align()
            try sink.append(order.placeOfRow)
            try sink.align()
        }
        if let clustering {
            if places > 0 { learn(clustering) }
            try write(codes)
            try write(factors)
            try sink.append(order.starts)
            try sink.align()
            try sink.append(clustering.centroids)
            try sink.align()
        }
        try sink.append(calibration.values)
        try sink.align()
    }

    private func learn(_ clustering: Clustering) {
        guard let sample else { return }
        let blocks = CodeBlocks(
            codes: codes.base, octets: layout.octets, factors: factors.base,
            biases: metric == .euclidean ? norms.base : nil)
        let stride = layout.numberStride
        let centroids = Centroids(
            clustering.centroids, count: clustering.count, dimension: layout.dimension, metric: metric, kernels: kernels
        )
        var (estimates, lists): ([Float], [Float]) = ([], [])
        sample.each { query, constant, neighbours in
            let weight: Float = metric == .euclidean ? 2 : 1
            let tables = kernels.signTables(for: rotation.turned(query.map { $0 * weight }, kernels: kernels))
            guard let last = neighbours.last else { return }
            let offsets = (0..<clustering.count).map { list in
                (0..<layout.dimension).reduce(constant) {
                    $0 + weight * query[$1] * clustering.centroids[list * stride + $1]
                }
            }
            let nearness = zip(offsets, centroids.biases ?? offsets.map { _ in 0 }).map { $0 + $1 }
            let expected = nearness.withUnsafeBufferPointer(Centroids.expected)
            for neighbour in neighbours.dropFirst(neighbours.count / 2) {
                let list = order.list(ofBlock: Int(neighbour.row) / CodeBlocks.rows)
                let estimate = blocks.estimate(
                    at: Int(neighbour.row), tables: tables, offset: offsets[list], kernels: kernels)
                estimates.append(last.score - estimate)
                lists.append(expected - nearness[list])
            }
        }
        calibration.learn(estimates: estimates, lists: lists)
    }
}

extension CodeBlocks {
    /// The estimate of one place; of none where there is no row.
    func estimate(at place: Int, tables: CodeTables, offset: Float, kernels: Kernels) -> Float {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 32) { places in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: 32) { values in
                guard let placesBase = places.baseAddress, let valuesBase = values.baseAddress else { return .nan }
                let block = place / Self.rows
                let count = kernels.scan(
                    self, blocks: block..<block + 1, tables: tables, offset: offset, from: -.infinity,
                    places: placesBase, values: valuesBase)
                return (0..<count).first { places[$0] == place }.map { values[$0] } ?? .nan
            }
        }
    }
}

/// What one thread needs to turn rows into codes.
final class DenseCodingWorker {
    let room: ByteRoom
    private(set) var error: Float = 0
    private(set) var longest: Float = 0
    private let turned: AlignedRoom<Float>
    private let rotation: Rotation
    private let layout: DenseLayout

    init(layout: DenseLayout, turn: Int, rotation: Rotation) {
        room = ByteRoom(capacity: turn, width: layout.dimension)
        turned = AlignedRoom(rotation.width)
        self.rotation = rotation
        self.layout = layout
    }

    /// Notes how far a row's bytes are from it; the square of its length, of the bytes if they are all that is kept.
    func measure(_ index: Int) -> Float {
        let (numbers, bytes) = (room.number(index), room.bytes.base + index * room.stride)
        let scale = room.scales.base[index]
        var (away, length, squares): (Float, Float, Float) = (0, 0, 0)
        for column in 0..<layout.dimension {
            let rounded = Float(bytes[column]) * scale
            away += (numbers[column] - rounded) * (numbers[column] - rounded)
            length += rounded * rounded
            squares += numbers[column] * numbers[column]
        }
        error = max(error, away.squareRoot())
        longest = max(longest, length.squareRoot())
        return layout.numberSize == 0 ? length : squares
    }

    /// Writes the code of a row's difference from its centroid, and returns its factor.
    func code(
        _ index: Int, of clustering: Clustering, list: Int, inBlock row: Int, to block: UnsafeMutablePointer<UInt8>,
        kernels: Kernels
    ) -> Float {
        let (numbers, stride) = (room.number(index), layout.numberStride)
        turned.base.update(repeating: 0, count: rotation.width)
        clustering.centroids.withUnsafeBufferPointer { centroids in
            for column in 0..<layout.dimension {
                turned.base[column] = numbers[column] - centroids[list * stride + column]
            }
        }
        rotation.turn(turned.base, kernels: kernels)
        var squares: Float = 0
        for column in 0..<rotation.width { squares += turned.base[column] * turned.base[column] }
        let sizes = Kernels.writeSigns(of: turned.base, octets: layout.octets, row: row, block: block)
        return sizes > 0 ? squares / sizes : 0
    }
}
