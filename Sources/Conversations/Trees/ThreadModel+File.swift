import Store

/// The file of a model.
///
/// All integers are little-endian.
///
///     8 bytes     "QTHREAD\n"
///     UInt16      version of this layout
///     UInt16      columns of the first pass: a model fits only the features it was learned with
///     UInt16      columns of the second pass
///     UInt16      depth of a tree
///     32,768      rarities (`RarityTable`)
///     6 times     trees: those of `plain`, then of `encoded`, each sieve, pairs, conversations
///         UInt32      how many
///         a tree      depth times feature and threshold, a byte each; 2^depth values, Int16
///     32 bytes    SHA-256 of all that stands before
extension ThreadModel {
    package static let fileVersion: UInt16 = 1
    private static let magic = Array("QTHREAD\n".utf8)
    private static let hashSize = 32

    package var file: [UInt8] {
        var bytes = Self.magic
        for number in Self.header { bytes.append(number) }
        bytes += rarity.bytes
        for passes in [plain, encoded] {
            for ensemble in [passes.sieve, passes.pairs, passes.conversations] { ensemble.write(to: &bytes) }
        }
        return bytes + ContentHash(of: bytes).bytes
    }

    package init(file: [UInt8]) throws(ThreadModelError) {
        let (whole, hash) = (file.dropLast(Self.hashSize), file.suffix(Self.hashSize))
        guard whole.starts(with: Self.magic), whole.count > Self.magic.count + 8 else { throw .noModel }
        var reader = ByteReader(bytes: whole.dropFirst(Self.magic.count))
        guard try reader.take(8).elementsEqual(Self.header) else { throw .otherLayout }
        guard ContentHash(of: Array(whole)).bytes.elementsEqual(hash) else { throw .damaged }
        rarity = RarityTable(bytes: Array(try reader.take(RarityTable.size)))
        plain = try Passes(from: &reader, columns: PairFeature.columns, ConversationFeature.columns)
        encoded = try Passes(from: &reader, columns: PairFeature.columns, ConversationFeature.columns)
        guard reader.bytes.isEmpty else { throw .damaged }
    }

    private static var header: [UInt8] {
        [fileVersion, UInt16(PairFeature.columns), UInt16(ConversationFeature.columns), UInt16(TreeEnsemble.depth)]
            .flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    }
}

/// Why a file cannot serve as a model.
package enum ThreadModelError: Error, Equatable {
    case noModel
    /// Of another version, or learned with other features.
    case otherLayout
    case damaged
}

extension ThreadModel.Passes {
    fileprivate init(from reader: inout ByteReader, columns first: Int, _ second: Int) throws(ThreadModelError) {
        self.init(
            sieve: try TreeEnsemble(from: &reader, columns: first),
            pairs: try TreeEnsemble(from: &reader, columns: first),
            conversations: try TreeEnsemble(from: &reader, columns: second))
    }
}

extension TreeEnsemble {
    fileprivate func write(to bytes: inout [UInt8]) {
        for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: count >> shift)) }
        for tree in 0..<count {
            for split in splits[tree * Self.depth..<(tree + 1) * Self.depth] {
                bytes += [split.feature, split.threshold]
            }
            for value in values[tree * Self.leaves..<(tree + 1) * Self.leaves] {
                bytes += [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
            }
        }
    }

    fileprivate init(from reader: inout ByteReader, columns: Int) throws(ThreadModelError) {
        self.init()
        let count = try reader.take(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        for _ in 0..<count {
            let questions = Array(try reader.take(2 * Self.depth))
            let splits = (0..<Self.depth).map {
                Split(feature: questions[2 * $0], threshold: questions[2 * $0 + 1])
            }
            guard splits.allSatisfy({ $0.feature < columns && $0.threshold <= Quantity.most }) else { throw .damaged }
            let numbers = Array(try reader.take(2 * Self.leaves))
            append(
                splits: splits,
                values: (0..<Self.leaves).map {
                    Int16(bitPattern: UInt16(numbers[2 * $0]) | UInt16(numbers[2 * $0 + 1]) << 8)
                })
        }
    }
}

/// Takes bytes from the front.
private struct ByteReader {
    var bytes: ArraySlice<UInt8>

    mutating func take(_ count: Int) throws(ThreadModelError) -> ArraySlice<UInt8> {
        guard bytes.count >= count else { throw .damaged }
        defer { bytes = bytes.dropFirst(count) }
        return bytes.prefix(count)
    }
}
