import Matrices

extension DenseIndex {
    /// How well a search must find.
    enum Effort: Hashable, Sendable {
        /// All that are nearest.
        case exact
        /// A share of them, as calibrated.
        case recall(Float)

        static let standard = Effort.recall(0.99)
    }

    /// Rows of a share so small that each is compared, instead of scanning all.
    private static let shareCompared = 40
    /// The same where all bytes would be scanned: a row by itself costs some three times what it costs among all.
    private static let shareOfBytes = 4
    /// The room of one piece of a scan.
    static let piece = 2048
    /// Rows that are compared by their numbers at once: to choose among so few by their bytes would cost more.
    private static let rowsForNumbers = 128
    /// Rows after whose scores most of the others are known to be farther.
    private static let firstCompared = 64

    /// The nearest rows, the nearest first; of equal ones the earlier.
    ///
    /// - Parameter allowed: rows that may be found; all if nil.
    func search(
        _ vector: [Float], count: Int, allowed: RowSet? = nil, effort: Effort = .standard
    ) throws(EngineError) -> [RowScore] {
        search(try query(vector), count: count, allowed: allowed, effort: effort)
    }

    /// The same for a query that meets several indexes.
    ///
    /// - Parameter least: a score below which a row is not wanted, as enough better ones are known.
    func search(
        _ query: DenseQuery, count: Int, allowed: RowSet?, effort: Effort, atLeast least: Float = -.infinity
    ) -> [RowScore] {
        let wanted = min(count, rows)
        precondition(allowed.map { $0.rows == rows } ?? true, "a set of other rows")
        let members = allowed?.count ?? rows
        guard wanted > 0, members > 0 else { return [] }
        if let allowed {
            if members <= Self.rowsForNumbers, numbers != nil {
                return best(of: allowed.numbers(atMost: members), query, wanted)
            }
            if members <= max(Self.piece / 2, rows / Self.shareCompared) {
                return compare(query, allowed, members, wanted, least)
            }
        }
        guard lists > 0, case .recall(let recall) = effort, recall < 1 else {
            if let allowed, members <= rows / Self.shareOfBytes {
                return compare(query, allowed, members, wanted, least)
            }
            return scanBytes(query, wanted, allowed, least)
        }
        return scanCodes(query, wanted, allowed, calibration.effort(recall: recall), least)
    }

    /// Every row with at least a score, the nearest first. Exact.
    func range(_ vector: [Float], atLeast least: Float, allowed: RowSet? = nil) throws(EngineError) -> [RowScore] {
        let query = try query(vector)
        let threshold = least - query.byteMargin(calibration)
        var found: [UInt32] = []
        eachPieceOfBytes(query, from: threshold) { places, _, count in
            for index in 0..<count {
                guard let row = row(at: Int(places[index])), allowed?[row] ?? true else { continue }
                found.append(UInt32(row))
            }
            return threshold
        }
        return exactScores(query, of: found).filter { $0.score >= least }.sorted()
    }

    /// The score of one row. Exact.
    func score(_ row: Int, for vector: [Float]) throws(EngineError) -> Float {
        precondition(row >= 0 && row < rows, "a row that there is not")
        return exactScores(try query(vector), of: [UInt32(row)])[0].score
    }

    func query(_ vector: [Float]) throws(EngineError) -> DenseQuery {
        if let fault = field.fault(in: vector) { throw .badVector(field: field.name, fault) }
        return DenseQuery(vector, field: field, rotation: rotation, kernels: kernels)
    }

    /// Scores of the numbers that are stored.
    func exactScores(_ query: DenseQuery, of wanted: [UInt32]) -> [RowScore] {
        guard !wanted.isEmpty else { return [] }
        let scores = [Float](unsafeUninitializedCapacity: wanted.count) { scores, count in
            count = wanted.count
            guard let base = scores.baseAddress else { return }
            wanted.withUnsafeBufferPointer { wanted in
                guard let rows = wanted.baseAddress else { return }
                exactScores(query, rows, wanted.count, into: base)
            }
        }
        return zip(wanted, scores).map { RowScore(row: $0, score: $1) }
    }

    private func exactScores(
        _ query: DenseQuery, _ rows: UnsafePointer<UInt32>, _ count: Int, into out: UnsafeMutablePointer<Float>
    ) {
        if let numbers {
            return kernels.scores(
                of: numbers, wanted: rows, count: count, isDistance: field.metric == .euclidean, for: query.numbers,
                into: out)
        }
        let bytes = bytes
        for index in 0..<count {
            let place = place(of: Int(rows[index]))
            let (start, scale) = (bytes.bytes + place * bytes.stride, bytes.scales[place])
            var score: Float = 0
            for column in 0..<layout.dimension {
                let number = Float(start[column]) * scale
                if field.metric == .euclidean {
                    score -= (number - query.numbers[column]) * (number - query.numbers[column])
                } else {
                    score += number * query.numbers[column]
                }
            }
            out[index] = score
        }
    }

    /// Scores of places from bytes.
    func byteScores(
        _ query: DenseQuery, _ places: UnsafePointer<UInt32>, _ count: Int, into out: UnsafeMutablePointer<Float>
    ) {
        kernels.scores(
            of: bytes, wanted: places, count: count, for: query.inBytes.bytes, scale: query.inBytes.scale,
            into: out)
        guard let norms else { return }
        for index in 0..<count { out[index] += norms[Int(places[index])] + query.constant }
    }

    /// Scores all rows by their bytes, and lends those that reach a threshold; what comes back is the next one.
    func eachPieceOfBytes(
        _ query: DenseQuery, from threshold: Float,
        _ body: (UnsafePointer<UInt32>, UnsafePointer<Float>, Int) -> Float
    ) {
        let (all, norms) = (bytes, norms)
        var threshold = threshold
        let places = AlignedRoom<UInt32>(Self.piece + 16)
        let scores = AlignedRoom<Float>(Self.piece + 16)
        let kept = AlignedRoom<Float>(Self.piece + 16)
        for start in stride(from: 0, to: self.places, by: Self.piece) {
            let count = min(Self.piece, self.places - start)
            let some = ByteRows(
                bytes: all.bytes + start * all.stride, stride: all.stride, scales: all.scales + start,
                sums: all.sums + start)
            kernels.scores(
                of: some, wanted: nil, count: count, for: query.inBytes.bytes, scale: query.inBytes.scale,
                into: scores.base)
            if let norms {
                for index in 0..<count { scores.base[index] += norms[start + index] + query.constant }
            }
            let found = kernels.keep(
                scores.base, count: count, from: threshold, first: start, places: places.base, values: kept.base)
            threshold = body(places.base, kept.base, found)
        }
    }

    /// Looks at every row's bytes. Exact.
    func scanBytes(
        _ query: DenseQuery, _ wanted: Int, _ allowed: RowSet?, _ least: Float = -.infinity
    ) -> [RowScore] {
        var funnel = Funnel(
            wanted: wanted, kept: wanted, margin: query.byteMargin(calibration), least: least)
        let score = exactScorer(query)
        var settled = 0
        eachPieceOfBytes(query, from: funnel.threshold) { places, scores, count in
            for index in 0..<count {
                guard let row = row(at: Int(places[index])), allowed?[row] ?? true else { continue }
                funnel.add(UInt32(row), scores[index])
            }
            settled += 1
            if settled.nonzeroBitCount == 1 { funnel.settle(score) }
            return funnel.threshold
        }
        funnel.finish(score)
        return results(of: funnel.best)
    }

    /// Compares the allowed rows alone. Exact.
    private func compare(
        _ query: DenseQuery, _ allowed: RowSet, _ count: Int, _ wanted: Int, _ least: Float
    ) -> [RowScore] {
        let members = allowed.numbers(atMost: count)
        var funnel = Funnel(
            wanted: wanted, kept: wanted, margin: query.byteMargin(calibration), least: least)
        let score = exactScorer(query)
        let places = AlignedRoom<UInt32>(Self.piece + 16)
        let scores = AlignedRoom<Float>(Self.piece + 16)
        members.withUnsafeBufferPointer { members in
            guard let base = members.baseAddress else { return }
            var first = 0
            while first < members.count {
                let rows = base + first
                let count = min(first == 0 ? Self.firstCompared : Self.piece, members.count - first)
                if lists > 1 { for index in 0..<count { places.base[index] = UInt32(place(of: Int(rows[index]))) } }
                byteScores(query, lists > 1 ? UnsafePointer(places.base) : rows, count, into: scores.base)
                let found = kernels.keep(
                    scores.base, count: count, from: funnel.threshold, first: 0, places: places.base,
                    values: scores.base)
                for index in 0..<found { funnel.add(rows[Int(places.base[index])], scores.base[index]) }
                funnel.settle(score)
                first += count
            }
        }
        funnel.finish(score)
        return results(of: funnel.best)
    }

    /// The best of some rows by their numbers.
    private func best(of rows: [UInt32], _ query: DenseQuery, _ wanted: Int) -> [RowScore] {
        withUnsafeTemporaryAllocation(of: Float.self, capacity: rows.count) { scores in
            withUnsafeTemporaryAllocation(of: UInt64.self, capacity: rows.count) { ranks in
                guard let base = scores.baseAddress else { return [] }
                rows.withUnsafeBufferPointer { rows in
                    if let rows = rows.baseAddress { exactScores(query, rows, scores.count, into: base) }
                }
                // Of equal scores the lesser row is the better.
                for index in ranks.indices {
                    ranks[index] = UInt64(scores[index].ordered) << 32 | UInt64(~rows[index])
                }
                ranks.selectLargest(wanted)
                var best = UnsafeMutableBufferPointer(rebasing: ranks.prefix(wanted))
                best.sort(by: >)
                return best.map {
                    RowScore(row: ~UInt32(truncatingIfNeeded: $0), score: Float(ordered: UInt32($0 >> 32)))
                }
            }
        }
    }

    private func exactScorer(_ query: DenseQuery) -> Funnel.Scorer {
        { rows, count, out in self.exactScores(query, rows, count, into: out) }
    }

    private func results(of best: BestScores) -> [RowScore] {
        zip(best.places, best.scores).map { RowScore(row: $0, score: $1) }
    }
}
