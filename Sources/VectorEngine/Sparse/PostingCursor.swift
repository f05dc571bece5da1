import Matrices

/// Walks through the rows of one term, block by block, as a search wants them.
struct PostingCursor: ~Copyable {
    let weight: Float
    /// No row gets more from this term.
    let bound: Float
    let frequency: Int

    private let list: TermRecord
    private let blocks: UnsafePointer<BlockRecord>
    private let blockCount: Int
    /// The block that is looked at: the first that may hold rows to come.
    private var block = 0
    /// The block whose rows and values stand unpacked.
    private var unpacked = -1
    private var count = 0
    private var position = 0
    /// The block whose bound is known, and it.
    private var bounded = -1
    private var blockBound: Float = 0
    private let rows: UnsafeMutablePointer<UInt32>
    private let values: UnsafeMutablePointer<UInt32>

    init(_ found: FoundTerm, weight: Float, view: borrowing SparseView, scorer: SparseScorer) {
        self.weight = weight
        list = found.record
        frequency = Int(list.frequency)
        blocks = view.blocks + Int(list.firstBlock)
        blockCount = list.blockCount
        bound = scorer.bound(
            UnsafeBufferPointer(start: view.impacts + Int(list.firstImpact), count: Int(list.impactCount)),
            weight: weight)
        rows = .allocate(capacity: SparseFormat.block * 2)
        values = rows + SparseFormat.block
    }

    /// For walking through all rows.
    init(_ found: FoundTerm, view: borrowing SparseView) {
        weight = 0
        bound = 0
        list = found.record
        frequency = Int(list.frequency)
        blocks = view.blocks + Int(list.firstBlock)
        blockCount = list.blockCount
        rows = .allocate(capacity: SparseFormat.block * 2)
        values = rows + SparseFormat.block
    }

    deinit {
        rows.deallocate()
    }

    /// No row before this one is left to come, or nothing at all.
    var next: Int? {
        guard block < blockCount else { return nil }
        if unpacked == block { return position < count ? Int(rows[position]) : Int(blocks[block].lastRow) + 1 }
        return block == 0 ? 0 : Int(blocks[block - 1].lastRow) + 1
    }

    /// The bound of the block that a row may stand in, of rows that rise from call to call.
    @inline(__always)
    mutating func bound(
        at row: UInt32, _ view: borrowing SparseView, _ scorer: SparseScorer
    ) throws(EngineError) -> Float {
        skip(to: row)
        guard block < blockCount else { return 0 }
        if bounded != block { try findBlockBound(view, scorer) }
        return blockBound
    }

    @inline(never)
    private mutating func findBlockBound(_ view: borrowing SparseView, _ scorer: SparseScorer) throws(EngineError) {
        let record = blocks[block]
        guard Int(record.firstImpact) + Int(record.impactCount) <= view.impactCount else {
            throw view.damaged("a block's bounds lead out of their section")
        }
        blockBound = scorer.bound(
            UnsafeBufferPointer(start: view.impacts + Int(record.firstImpact), count: Int(record.impactCount)),
            weight: weight)
        bounded = block
    }

    /// Adds what this term gives to each row before `end`, and marks the rows. `sums` and `marks` begin at row `base`.
    mutating func accumulate(
        before end: Int, base: Int, _ view: borrowing SparseView, _ scorer: SparseScorer,
        sums: UnsafeMutablePointer<Float>, marks: UnsafeMutablePointer<UInt64>
    ) throws(EngineError) {
        skip(to: UInt32(base))
        while block < blockCount {
            try unpack(view)
            if rows[position] < UInt32(base) { seek(UInt32(base)) }
            let first = position
            // Where the window ends behind the block, without looking at each row.
            let isWhole = rows[count - 1] < UInt32(end)
            if isWhole { position = count } else { while rows[position] < UInt32(end) { position += 1 } }
            add(first..<position, base: base, view, scorer, sums, marks)
            guard isWhole else { return }
            block += 1
        }
    }

    /// What this term gives to a row, of rows that rise from call to call.
    @inline(__always)
    mutating func contribution(
        to row: UInt32, _ view: borrowing SparseView, _ scorer: SparseScorer
    ) throws(EngineError) -> Float? {
        skip(to: row)
        guard block < blockCount else { return nil }
        try unpack(view)
        seek(row)
        guard rows[position] == row else { return nil }
        return scorer.contribution(value: values[position], length: view.lengths[Int(row)], weight: weight)
    }

    /// How often a row has this term, or a number by its bits.
    mutating func value(of row: UInt32, _ view: borrowing SparseView) throws(EngineError) -> UInt32? {
        skip(to: row)
        guard block < blockCount else { return nil }
        try unpack(view)
        seek(row)
        return rows[position] == row ? values[position] : nil
    }

    /// Lends the rows and values block by block.
    mutating func forEachBlock(
        _ view: borrowing SparseView,
        _ body: (UnsafeBufferPointer<UInt32>, UnsafeBufferPointer<UInt32>) -> Void
    ) throws(EngineError) {
        for index in 0..<blockCount {
            block = index
            try unpack(view)
            body(UnsafeBufferPointer(start: rows, count: count), UnsafeBufferPointer(start: values, count: count))
        }
    }

    // MARK: Steps

    /// To the first block that does not end before a row: by ever longer steps, then by halves.
    @inline(__always)
    private mutating func skip(to row: UInt32) {
        guard block < blockCount, blocks[block].lastRow < row else { return }
        var (low, step) = (block, 1)
        while low + step < blockCount, blocks[low + step].lastRow < row {
            low += step
            step *= 2
        }
        var high = min(low + step, blockCount)
        while high - low > 1 {
            let middle = (low + high) / 2
            if blocks[middle].lastRow < row { low = middle } else { high = middle }
        }
        block = high
    }

    /// To the first row of the block that is not before a row; the block's last one is not.
    @inline(__always)
    private mutating func seek(_ row: UInt32) {
        var low = position
        var length = count - low
        while length > 1 {
            let half = length / 2
            low = rows[low + half - 1] < row ? low + half : low
            length -= half
        }
        position = low
    }

    @inline(__always)
    private mutating func unpack(_ view: borrowing SparseView) throws(EngineError) {
        if unpacked != block { try unpackBlock(view) }
    }

    @inline(never)
    private mutating func unpackBlock(_ view: borrowing SparseView) throws(EngineError) {
        let record = blocks[block]
        count = min(SparseFormat.block, frequency - block * SparseFormat.block)
        position = 0
        let packed = try view.packed(list, record, count: count)
        let before = block == 0 ? UInt32.max : blocks[block - 1].lastRow
        PackedNumbers.unpackRising(packed, count: count, bits: Int(record.rowBits), before: before, into: rows)
        guard rows[count - 1] == record.lastRow, record.lastRow < view.rows, rises(record, before: before) else {
            throw view.damaged("a block's rows are not those that it names")
        }
        let behind = packed + PackedNumbers.byteCount(count, bits: Int(record.rowBits))
        if record.valueBits == 0 {
            values.update(repeating: 0, count: count)
        } else {
            PackedNumbers.unpack(behind, count: count, bits: Int(record.valueBits), into: values)
        }
        if view.kind == .texts { for index in 0..<count { values[index] &+= 1 } }
        unpacked = block
    }

    /// Whether the rows rise: sums of 128 gaps of up to 24 bits cannot have come round, longer ones are looked at.
    private func rises(_ record: BlockRecord, before: UInt32) -> Bool {
        guard record.rowBits > 23 else { return before == .max || record.lastRow > before }
        var last = Int64(Int32(bitPattern: before))
        for index in 0..<count {
            guard Int64(rows[index]) > last else { return false }
            last = Int64(rows[index])
        }
        return true
    }

    @inline(__always)
    private func add(
        _ range: Range<Int>, base: Int, _ view: borrowing SparseView, _ scorer: SparseScorer,
        _ sums: UnsafeMutablePointer<Float>, _ marks: UnsafeMutablePointer<UInt64>
    ) {
        switch view.kind {
        case .texts:
            for index in range {
                let row = Int(rows[index])
                sums[row - base] += BM25.contribution(
                    weight: weight, frequency: Float(values[index]),
                    saturation: scorer.saturation(length: view.lengths[row]))
                marks[(row - base) >> 6] |= 1 << UInt64((row - base) & 63)
            }
        case .vectors:
            for index in range {
                let row = Int(rows[index])
                sums[row - base] += weight * Float(bitPattern: values[index])
                marks[(row - base) >> 6] |= 1 << UInt64((row - base) & 63)
            }
        }
    }
}
