// The section of a sparse field, version 1, little-endian. Each part begins at a multiple of 64, in this order; the footer,
// which ends the section, says where each begins and how many records it has.
//
//     postings   for each term, in the order of the terms, its blocks of up to 128 rows, only the last of them smaller. A block
//                is what lies between each row and the one before, less one, packed in `rowBits`; then a value for each row,
//                packed in `valueBits`: how often the text has the term, less one, or the bits of a vector's f32
//     lengths    UInt32 a row: the words of its text
//     terms      TermRecord a term, in the order of the terms' bytes
//     blocks     BlockRecord a block
//     impacts    Impact, several a block, and for a term of several blocks several for them all
//     slots      UInt32 each, a power of two of them: a hash table of the terms with open addressing; the term's place plus
//                one at `TermHash` modulo the number of slots or in the next slot that was free, 0 for a free one
//     bytes      the terms
//     starts     UInt32 a row and one more: where the row's terms begin in what follows
//     forward    the places of each row's terms, rising, in blocks of 128, packed in as many bits as the last place takes
//     footer     SparseFooter
//
// Why the terms of rows are there as well: a collection's statistics are those of its rows that were not deleted, so what a
// deleted row had must be known at once.

/// A term and its rows.
struct TermRecord: BitwiseCopyable {
    var bytesAt: UInt64
    var postingsAt: UInt64
    /// The rows that have it.
    var frequency: UInt32
    var firstBlock: UInt32
    /// Those of the whole list.
    var firstImpact: UInt32
    var byteCount: UInt16
    var impactCount: UInt16

    var blockCount: Int {
        (Int(frequency) + SparseFormat.block - 1) / SparseFormat.block
    }
}

/// Up to 128 rows of a term.
struct BlockRecord: BitwiseCopyable {
    var lastRow: UInt32
    /// Behind where the term's postings begin, in units of 16 bytes.
    var dataAt: UInt32
    var firstImpact: UInt32
    var rowBits: UInt8
    var valueBits: UInt8
    var impactCount: UInt8
    var reserved: UInt8 = 0
}

/// A pair that bounds others: no row of a block has more of the term at no greater length than one of its pairs, whatever the
/// average length. Of vectors, the greatest number and the least one, by their bits.
struct Impact: BitwiseCopyable {
    var frequency: UInt32
    var length: UInt32
}

/// Where the parts of a section begin, and how much they hold.
struct SparseFooter: BitwiseCopyable {
    var rows: UInt64 = 0
    var terms: UInt64 = 0
    var blocks: UInt64 = 0
    var impacts: UInt64 = 0
    var slots: UInt64 = 0
    var termBytes: UInt64 = 0
    /// Terms of rows, all together.
    var occurrences: UInt64 = 0
    var totalLength: UInt64 = 0
    var lengthsAt: UInt64 = 0
    var termsAt: UInt64 = 0
    var blocksAt: UInt64 = 0
    var impactsAt: UInt64 = 0
    var slotsAt: UInt64 = 0
    var bytesAt: UInt64 = 0
    var startsAt: UInt64 = 0
    var forwardAt: UInt64 = 0
    var kind: UInt32 = 0
    var version: UInt32 = SparseFormat.version
    var magic: UInt64 = SparseFormat.magic
}

enum SparseFormat {
    static let version: UInt32 = 1
    static let magic = UInt64(littleEndian: 0x7370_6172_7365_3031)
    static let block = 128

    /// Bits of a place of a term.
    static func placeBits(terms: Int) -> Int {
        terms > 1 ? Int.bitWidth - (terms - 1).leadingZeroBitCount : 0
    }

    /// Bytes of some numbers that are packed in blocks.
    static func packedBytes(_ count: Int, bits: Int) -> Int {
        (count / block * block * bits + 7) / 8 + (count % block * bits + 7) / 8
    }
}

/// What a sparse field is made from.
enum SparseKind: UInt32, Sendable {
    /// Analysed texts, scored by `BM25`.
    case texts = 1
    /// Sparse vectors, scored by their inner product.
    case vectors = 2
}
