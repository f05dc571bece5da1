import Matrices

/// A sparse field of a segment, opened: terms, and for each the rows that have it. `SparseFormat` says how it looks.
///
/// Opening reads the footer alone. What is read later is checked when it is read, so that damage is an error, not a crash.
struct SparseIndex: Sendable {
    let kind: SparseKind
    let rows: Int
    let termCount: Int
    /// The words of all rows.
    let totalLength: Int
    let bytes: SectionBytes

    private let footer: SparseFooter

    init(_ bytes: SectionBytes) throws(EngineError) {
        self.bytes = bytes
        let footerAt = bytes.count - MemoryLayout<SparseFooter>.size
        guard footerAt >= 0, footerAt % 64 == 0 else { throw bytes.damaged(at: 0, "too short for a sparse field") }
        footer = try bytes.value(SparseFooter.self, at: footerAt)
        guard footer.magic == SparseFormat.magic else { throw bytes.damaged(at: footerAt, "no sparse field") }
        guard footer.version == SparseFormat.version else {
            throw .newer(path: bytes.image.path, found: Int(footer.version), known: Int(SparseFormat.version))
        }
        guard let kind = SparseKind(rawValue: footer.kind) else {
            throw bytes.damaged(at: footerAt, "a sparse field of kind \(footer.kind)")
        }
        self.kind = kind
        guard footer.rows <= 1 << 31, footer.terms <= 1 << 32, footer.slots.nonzeroBitCount == 1,
            footer.slots > footer.terms, footer.slots <= 1 << 34, footer.totalLength <= 1 << 60,
            footer.occurrences <= 1 << 32
        else { throw bytes.damaged(at: footerAt, "counts that cannot be") }
        rows = Int(footer.rows)
        termCount = Int(footer.terms)
        totalLength = Int(footer.totalLength)
        let forwardBytes = SparseFormat.packedBytes(
            Int(footer.occurrences), bits: SparseFormat.placeBits(terms: termCount))
        try Self.check(bytes, 0, 1, of: footer.lengthsAt)
        try Self.check(bytes, footer.lengthsAt, 4, of: footer.rows)
        try Self.check(bytes, footer.termsAt, MemoryLayout<TermRecord>.stride, of: footer.terms)
        try Self.check(bytes, footer.blocksAt, MemoryLayout<BlockRecord>.stride, of: footer.blocks)
        try Self.check(bytes, footer.impactsAt, MemoryLayout<Impact>.stride, of: footer.impacts)
        try Self.check(bytes, footer.slotsAt, 4, of: footer.slots)
        try Self.check(bytes, footer.bytesAt, 1, of: footer.termBytes)
        try Self.check(bytes, footer.startsAt, 4, of: footer.rows + 1)
        try Self.check(bytes, footer.forwardAt, 1, of: UInt64(forwardBytes))
    }

    /// Lends the parts.
    func withView<Result>(
        _ body: (borrowing SparseView) throws(EngineError) -> Result
    ) throws(EngineError) -> Result {
        try bytes.array(UInt8.self, at: 0, count: bytes.count).withValues { values throws(EngineError) in
            guard let base = UnsafeRawPointer(values.baseAddress) else {
                throw bytes.damaged(at: 0, "an empty sparse field")
            }
            return try body(SparseView(base, footer: footer, kind: kind, bytes: bytes))
        }
    }

    /// The rows that have each term of a query, zeros for terms that there are not.
    func frequencies(of query: SparseQuery) throws(EngineError) -> [Int] {
        try withView { view throws(EngineError) in
            var found: [Int] = []
            for index in query.terms.indices { found.append(Int(try view.find(query, index)?.record.frequency ?? 0)) }
            return found
        }
    }

    private static func check(_ bytes: SectionBytes, _ at: UInt64, _ size: Int, of count: UInt64) throws(EngineError) {
        let (length, overflows) = count.multipliedReportingOverflow(by: UInt64(size))
        guard at % 64 == 0, !overflows, at <= bytes.count, length <= UInt64(bytes.count) - at else {
            throw bytes.damaged(at: 0, "a part of \(count) records that does not fit")
        }
    }
}

/// A term of a segment.
struct FoundTerm {
    let place: Int
    let record: TermRecord
}

/// The parts of a sparse field in memory, while it is lent.
struct SparseView: ~Copyable {
    let kind: SparseKind
    let rows: Int
    let lengths: UnsafePointer<UInt32>
    let impacts: UnsafePointer<Impact>
    let impactCount: Int
    let blocks: UnsafePointer<BlockRecord>
    let termCount: Int

    private let postings: UnsafePointer<UInt8>
    private let postingBytes: Int
    private let blockCount: Int
    private let terms: UnsafePointer<TermRecord>
    private let slots: UnsafePointer<UInt32>
    private let slotCount: Int
    private let termBytes: UnsafePointer<UInt8>
    private let termByteCount: Int
    private let starts: UnsafePointer<UInt32>
    private let forward: UnsafePointer<UInt8>
    private let occurrences: Int
    private let bytes: SectionBytes

    fileprivate init(_ base: UnsafeRawPointer, footer: SparseFooter, kind: SparseKind, bytes: SectionBytes) {
        func part<Element>(_ at: UInt64, _ type: Element.Type = Element.self) -> UnsafePointer<Element> {
            (base + Int(at)).assumingMemoryBound(to: type)
        }
        self.kind = kind
        self.bytes = bytes
        rows = Int(footer.rows)
        lengths = part(footer.lengthsAt)
        impacts = part(footer.impactsAt)
        impactCount = Int(footer.impacts)
        blocks = part(footer.blocksAt)
        blockCount = Int(footer.blocks)
        postings = part(0)
        postingBytes = Int(footer.lengthsAt)
        terms = part(footer.termsAt)
        termCount = Int(footer.terms)
        slots = part(footer.slotsAt)
        slotCount = Int(footer.slots)
        termBytes = part(footer.bytesAt)
        termByteCount = Int(footer.termBytes)
        starts = part(footer.startsAt)
        forward = part(footer.forwardAt)
        occurrences = Int(footer.occurrences)
    }

    /// What to throw where something cannot be.
    func damaged(_ reason: String) -> EngineError {
        bytes.damaged(at: 0, reason)
    }

    // MARK: Terms

    /// A term of a query, if it is here.
    func find(_ query: SparseQuery, _ index: Int) throws(EngineError) -> FoundTerm? {
        let found = query.withTerm(index) { place(of: $0) }
        guard let found else { return nil }
        return FoundTerm(place: found, record: try record(found))
    }

    /// A term's place in the order of terms.
    func place(of term: UnsafeBufferPointer<UInt8>) -> Int? {
        var slot = Int(truncatingIfNeeded: TermHash.hash(term)) & (slotCount - 1)
        for _ in 0..<slotCount {
            let entry = Int(slots[slot])
            guard entry > 0, entry <= termCount else { return nil }
            if let known = bytesOfTerm(terms[entry - 1]), TermHash.areEqual(known, term) { return entry - 1 }
            slot = (slot + 1) & (slotCount - 1)
        }
        return nil
    }

    /// The record of the term at a place, after a check of what it leads to.
    func record(_ place: Int) throws(EngineError) -> TermRecord {
        let record = terms[place]
        guard Int(record.firstBlock) + record.blockCount <= blockCount, record.postingsAt <= postingBytes,
            Int(record.firstImpact) + Int(record.impactCount) <= impactCount, bytesOfTerm(record) != nil,
            record.frequency > 0
        else { throw damaged("term \(place) leads out of its section") }
        return record
    }

    /// The bytes of the term at a place.
    func term(_ place: Int) throws(EngineError) -> UnsafeBufferPointer<UInt8> {
        guard let found = bytesOfTerm(terms[place]) else { throw damaged("term \(place) leads out of its section") }
        return found
    }

    private func bytesOfTerm(_ record: TermRecord) -> UnsafeBufferPointer<UInt8>? {
        guard record.bytesAt <= termByteCount, Int(record.byteCount) <= termByteCount - Int(record.bytesAt) else {
            return nil
        }
        return UnsafeBufferPointer(start: termBytes + Int(record.bytesAt), count: Int(record.byteCount))
    }

    // MARK: Postings

    /// The packed bytes of a block of a list, after a check that they are there.
    @inline(__always)
    func packed(
        _ list: TermRecord, _ block: BlockRecord, count: Int
    ) throws(EngineError) -> UnsafePointer<UInt8> {
        let at = Int(list.postingsAt) + Int(block.dataAt) * 16
        let size = (count * Int(block.rowBits) + 7) / 8 + (count * Int(block.valueBits) + 7) / 8
        guard block.rowBits <= 32, block.valueBits <= 32, at + size <= postingBytes else {
            throw damaged("a block of rows leads out of its section")
        }
        return postings + at
    }

    /// How many distinct terms a row has.
    func termCount(ofRow row: Int) throws(EngineError) -> UInt32 {
        guard starts[row] <= starts[row + 1], starts[row + 1] <= occurrences else {
            throw damaged("row \(row) has terms that there are not")
        }
        return starts[row + 1] - starts[row]
    }

    /// The places of a row's terms, rising.
    func places(ofRow row: Int, _ body: (Int) -> Void) throws(EngineError) {
        let (start, end) = (Int(starts[row]), Int(starts[row + 1]))
        guard start <= end, end <= occurrences else { throw damaged("row \(row) has terms that there are not") }
        guard start < end else { return }
        for index in try unpackPlaces(start..<end) {
            guard index < termCount else { throw damaged("row \(row) has a term that there is not") }
            body(Int(index))
        }
    }

    private func unpackPlaces(_ range: Range<Int>) throws(EngineError) -> ArraySlice<UInt32> {
        let first = range.lowerBound / SparseFormat.block * SparseFormat.block
        let bits = SparseFormat.placeBits(terms: termCount)
        let end = min(
            (range.upperBound + SparseFormat.block - 1) / SparseFormat.block * SparseFormat.block, occurrences)
        let places = [UInt32](unsafeUninitializedCapacity: end - first) { places, filled in
            for start in stride(from: first, to: end, by: SparseFormat.block) {
                guard let base = places.baseAddress else { return }
                PackedNumbers.unpack(
                    forward + start * bits / 8, count: min(SparseFormat.block, end - start), bits: bits,
                    into: base + (start - first))
            }
            filled = end - first
        }
        return places[range.lowerBound - first..<range.upperBound - first]
    }
}
