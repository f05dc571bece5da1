import Matrices

/// Writes the section of a sparse field term by term: `SparseFormat` says how it looks.
struct SparseIndexWriter: ~Copyable {
    private let kind: SparseKind
    private let sink: SectionSink
    private let lengths: [UInt32]
    private var terms = GrowingBuffer<TermRecord>(capacity: 1024)
    private var blocks = GrowingBuffer<BlockRecord>(capacity: 1024)
    private var impacts = GrowingBuffer<Impact>(capacity: 1024)
    private var bytes = GrowingBuffer<UInt8>(capacity: 4096)
    /// Where each row's terms begin in `forward`, and how many it has of them yet.
    private let starts: [UInt32]
    private var filled: [UInt32]
    private var forward: GrowingBuffer<UInt32>
    /// Postings that the sink has not got yet, which counts what it gets in large pieces.
    private var pending = GrowingBuffer<UInt8>(capacity: mostPending + 1024)
    private let packed: UnsafeMutablePointer<UInt8>
    private let gaps: UnsafeMutablePointer<UInt32>

    private static let mostPending = 1 << 18

    /// - Parameters:
    ///   - lengths: The words of each row; zeros for vectors.
    ///   - termCounts: The distinct terms of each row, of which then as many must come.
    init(_ kind: SparseKind, lengths: [UInt32], termCounts: [UInt32], sink: SectionSink) {
        self.kind = kind
        self.sink = sink
        self.lengths = lengths
        var total: UInt32 = 0
        starts =
            termCounts.map { count in
                defer { total += count }
                return total
            } + [total]
        filled = [UInt32](repeating: 0, count: lengths.count)
        forward = GrowingBuffer(repeating: 0, count: Int(total))
        packed = .allocate(capacity: SparseFormat.block * 4)
        gaps = .allocate(capacity: SparseFormat.block)
    }

    deinit {
        packed.deallocate()
        gaps.deallocate()
    }

    /// Adds a term behind the one before it in the order of bytes, with its rows, rising, and for each the count or the bits of
    /// the number.
    mutating func add(
        _ term: UnsafeBufferPointer<UInt8>, rows: UnsafeBufferPointer<UInt32>, values: UnsafeBufferPointer<UInt32>
    ) throws(EngineError) {
        let place = UInt32(terms.count)
        for row in rows {
            forward[Int(starts[Int(row)] + filled[Int(row)])] = place
            filled[Int(row)] += 1
        }
        let firstBlock = blocks.count
        let postingsAt = sink.count + pending.count
        var before = UInt32.max
        var start = 0
        while start < rows.count {
            let part = start..<min(start + SparseFormat.block, rows.count)
            let dataAt = UInt32((sink.count + pending.count - postingsAt) / 16)
            try addBlock(
                UnsafeBufferPointer(rebasing: rows[part]), UnsafeBufferPointer(rebasing: values[part]),
                before: before, dataAt: dataAt)
            before = rows[part.upperBound - 1]
            start = part.upperBound
        }
        let (firstImpact, impactCount) = impactsOfList(firstBlock)
        terms.append(
            TermRecord(
                bytesAt: UInt64(bytes.count), postingsAt: UInt64(postingsAt), frequency: UInt32(rows.count),
                firstBlock: UInt32(firstBlock), firstImpact: firstImpact, byteCount: UInt16(term.count),
                impactCount: impactCount))
        bytes.append(contentsOf: term)
    }

    private mutating func addBlock(
        _ rows: UnsafeBufferPointer<UInt32>, _ values: UnsafeBufferPointer<UInt32>, before: UInt32, dataAt: UInt32
    ) throws(EngineError) {
        var last = before
        for (index, row) in rows.enumerated() {
            gaps[index] = row &- last &- 1
            last = row
        }
        let rowBits = try append(count: rows.count)
        let firstImpact = impacts.count
        switch kind {
        case .texts: addImpacts(rows, values)
        case .vectors: addExtremes(values)
        }
        for (index, value) in values.enumerated() { gaps[index] = kind == .texts ? value - 1 : value }
        let valueBits = try append(count: rows.count)
        blocks.append(
            BlockRecord(
                lastRow: last, dataAt: dataAt, firstImpact: UInt32(firstImpact), rowBits: rowBits,
                valueBits: valueBits, impactCount: UInt8(impacts.count - firstImpact)))
    }

    /// Packs what stands in `gaps`, and says in how many bits.
    private mutating func append(count: Int) throws(EngineError) -> UInt8 {
        let numbers = UnsafeBufferPointer(start: UnsafePointer(gaps), count: count)
        let bits = PackedNumbers.bits(numbers)
        PackedNumbers.pack(numbers, bits: bits, into: packed)
        pending.append(
            contentsOf: UnsafeBufferPointer(
                start: UnsafePointer(packed), count: PackedNumbers.byteCount(count, bits: bits)))
        if pending.count >= Self.mostPending { try flush() }
        return UInt8(bits)
    }

    private mutating func flush() throws(EngineError) {
        try sink.append(pending.values)
        pending.removeAll()
    }

    // MARK: Bounds

    private mutating func addImpacts(_ rows: UnsafeBufferPointer<UInt32>, _ values: UnsafeBufferPointer<UInt32>) {
        var frontier = ImpactFrontier()
        for (row, value) in zip(rows, values) { frontier.add(Impact(frequency: value, length: lengths[Int(row)])) }
        frontier.visit { impacts.append($0) }
    }

    private mutating func addExtremes(_ values: UnsafeBufferPointer<UInt32>) {
        var (least, greatest) = (Float.infinity, -Float.infinity)
        for value in values {
            least = min(least, Float(bitPattern: value))
            greatest = max(greatest, Float(bitPattern: value))
        }
        impacts.append(Impact(frequency: greatest.bitPattern, length: least.bitPattern))
    }

    /// The bounds of all blocks from here, which for a single one are its own.
    private mutating func impactsOfList(_ firstBlock: Int) -> (first: UInt32, count: UInt16) {
        if blocks.count == firstBlock + 1 {
            return (blocks[firstBlock].firstImpact, UInt16(blocks[firstBlock].impactCount))
        }
        let first = impacts.count
        let own = Int(firstBlock < blocks.count ? blocks[firstBlock].firstImpact : 0)..<first
        switch kind {
        case .texts:
            var frontier = ImpactFrontier()
            for index in own { frontier.add(impacts[index]) }
            frontier.visit { impacts.append($0) }
        case .vectors:
            let greatest = own.map { Float(bitPattern: impacts[$0].frequency) }.max() ?? 0
            let least = own.map { Float(bitPattern: impacts[$0].length) }.min() ?? 0
            impacts.append(Impact(frequency: greatest.bitPattern, length: least.bitPattern))
        }
        return (UInt32(first), UInt16(impacts.count - first))
    }

    // MARK: The rest

    /// Writes what lies behind the postings.
    mutating func finish() throws(EngineError) {
        try flush()
        var footer = SparseFooter()
        footer.kind = kind.rawValue
        footer.rows = UInt64(lengths.count)
        footer.terms = UInt64(terms.count)
        footer.blocks = UInt64(blocks.count)
        footer.impacts = UInt64(impacts.count)
        footer.termBytes = UInt64(bytes.count)
        footer.occurrences = UInt64(forward.count)
        footer.totalLength = lengths.reduce(0) { $0 + UInt64($1) }
        footer.lengthsAt = try place()
        try sink.append(lengths)
        footer.termsAt = try place()
        try sink.append(terms.values)
        footer.blocksAt = try place()
        try sink.append(blocks.values)
        footer.impactsAt = try place()
        try sink.append(impacts.values)
        let slots = makeSlots()
        footer.slots = UInt64(slots.count)
        footer.slotsAt = try place()
        try sink.append(slots)
        footer.bytesAt = try place()
        try sink.append(bytes.values)
        footer.startsAt = try place()
        try sink.append(starts)
        footer.forwardAt = try place()
        try writeForward()
        _ = try place()
        try sink.append(footer)
    }

    private func place() throws(EngineError) -> UInt64 {
        try sink.align()
        return UInt64(sink.count)
    }

    private func makeSlots() -> [UInt32] {
        var count = 16
        while count * 2 < terms.count * 3 { count *= 2 }
        var slots = [UInt32](repeating: 0, count: count)
        for place in 0..<terms.count {
            let term = terms[place]
            let hash = TermHash.hash(
                UnsafeBufferPointer(start: bytes.base + Int(term.bytesAt), count: Int(term.byteCount)))
            var slot = Int(truncatingIfNeeded: hash) & (count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (count - 1) }
            slots[slot] = UInt32(place + 1)
        }
        return slots
    }

    private func writeForward() throws(EngineError) {
        let bits = SparseFormat.placeBits(terms: terms.count)
        var start = 0
        while start < forward.count {
            let count = min(SparseFormat.block, forward.count - start)
            PackedNumbers.pack(
                UnsafeBufferPointer(start: forward.base + start, count: count), bits: bits, into: packed)
            try sink.append(
                UnsafeBufferPointer(
                    start: UnsafePointer(packed), count: PackedNumbers.byteCount(count, bits: bits)))
            start += count
        }
    }
}

/// Keeps of many pairs those that bound the others: the shortest text for each count that no greater count has as short.
/// Counts from `buckets` on are taken together, which makes the bound a little loose where it hardly matters.
private struct ImpactFrontier {
    private static let buckets = 16

    private var shortest = [16 of UInt32](repeating: .max)
    private var greatest: UInt32 = 0

    mutating func add(_ impact: Impact) {
        let bucket = min(Int(impact.frequency), Self.buckets) - 1
        shortest[bucket] = min(shortest[bucket], impact.length)
        greatest = max(greatest, impact.frequency)
    }

    func visit(_ body: (Impact) -> Void) {
        var best = UInt32.max
        for bucket in stride(from: min(Int(greatest), Self.buckets) - 1, through: 0, by: -1)
        where shortest[bucket] < best {
            best = shortest[bucket]
            let frequency = bucket == Self.buckets - 1 ? greatest : UInt32(bucket + 1)
            body(Impact(frequency: frequency, length: best))
        }
    }
}
