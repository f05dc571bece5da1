/// Distinct strings of bytes, numbered in the order in which they came: a hash table with open addressing over one run of
/// bytes.
struct TermTable: ~Copyable {
    /// The number plus one in the low half, the hash's high half above it; zero for a free slot.
    private var slots: GrowingBuffer<UInt64>
    private var mask: Int
    private var bytes = GrowingBuffer<UInt8>(capacity: 4096)
    /// Where each string ends; one number in front for where the first begins.
    private var ends = GrowingBuffer<Int>(capacity: 1024)

    init() {
        mask = 1023
        slots = GrowingBuffer(repeating: 0, count: mask + 1)
        ends.append(0)
    }

    var count: Int {
        ends.count - 1
    }

    /// Memory in use.
    var byteCount: Int {
        slots.byteCount + bytes.byteCount + ends.byteCount
    }

    /// The bytes of a string, until the next is added.
    @inline(__always)
    subscript(number: Int) -> UnsafeBufferPointer<UInt8> {
        let start = ends[number]
        return UnsafeBufferPointer(start: bytes.base + start, count: ends[number + 1] - start)
    }

    /// A string's number, and whether it is new.
    @inline(__always)
    mutating func number(of string: UnsafeBufferPointer<UInt8>) -> (number: Int, isNew: Bool) {
        let hash = TermHash.hash(string)
        var slot = Int(truncatingIfNeeded: hash) & mask
        let tag = hash & 0xffff_ffff_0000_0000
        while slots[slot] != 0 {
            let entry = slots[slot]
            if entry & 0xffff_ffff_0000_0000 == tag {
                let number = Int(truncatingIfNeeded: entry & 0xffff_ffff) - 1
                if TermHash.areEqual(self[number], string) { return (number, false) }
            }
            slot = (slot + 1) & mask
        }
        return (add(string, tag: tag, slot: slot), true)
    }

    private mutating func add(_ string: UnsafeBufferPointer<UInt8>, tag: UInt64, slot: Int) -> Int {
        let number = count
        precondition(number < Int(UInt32.max) - 1, "more terms than a segment can number")
        bytes.append(contentsOf: string)
        ends.append(bytes.count)
        slots[slot] = tag | UInt64(number + 1)
        if count * 2 > mask { enlarge() }
        return number
    }

    private mutating func enlarge() {
        mask = mask * 2 + 1
        slots = GrowingBuffer(repeating: 0, count: mask + 1)
        for number in 0..<count {
            let hash = TermHash.hash(self[number])
            var slot = Int(truncatingIfNeeded: hash) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = hash & 0xffff_ffff_0000_0000 | UInt64(number + 1)
        }
    }
}

/// The hash by which terms are found, in memory and in segments. Part of the format: it must stay as it is.
enum TermHash {
    /// Multiplies and folds eight bytes at a time, in the manner of wyhash (Wang Yi 2019).
    @inline(__always)
    static func hash(_ string: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var rest = string.count
        var hash = UInt64(truncatingIfNeeded: rest) ^ 0xa076_1d64_78bd_642f
        guard var at = UnsafeRawPointer(string.baseAddress) else { return hash }
        while rest >= 8 {
            hash = fold(hash ^ at.loadUnaligned(as: UInt64.self).littleEndian, 0xe703_7ed1_a0b4_28db)
            at += 8
            rest -= 8
        }
        if rest >= 4 {
            let head = UInt64(at.loadUnaligned(as: UInt32.self).littleEndian)
            let tail = UInt64((at + rest - 4).loadUnaligned(as: UInt32.self).littleEndian)
            hash = fold(hash ^ (head << 32 | tail), 0x8ebc_6af0_9c88_c6e3)
        } else if rest > 0 {
            let first = UInt64(at.load(as: UInt8.self))
            let middle = UInt64((at + rest / 2).load(as: UInt8.self))
            let last = UInt64((at + rest - 1).load(as: UInt8.self))
            hash = fold(hash ^ (first << 16 | middle << 8 | last), 0x5899_65cc_7537_4cc3)
        }
        return fold(hash, 0x1d8e_4e27_c47d_124f)
    }

    @inline(__always)
    static func areEqual(_ one: UnsafeBufferPointer<UInt8>, _ other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard one.count == other.count else { return false }
        var index = 0
        while index + 8 <= one.count {
            guard word(one, index) == word(other, index) else { return false }
            index += 8
        }
        while index < one.count {
            guard one[index] == other[index] else { return false }
            index += 1
        }
        return true
    }

    @inline(__always)
    private static func word(_ string: UnsafeBufferPointer<UInt8>, _ index: Int) -> UInt64 {
        UnsafeRawBufferPointer(string).loadUnaligned(fromByteOffset: index, as: UInt64.self)
    }

    @inline(__always)
    private static func fold(_ one: UInt64, _ other: UInt64) -> UInt64 {
        let product = one.multipliedFullWidth(by: other)
        return product.high ^ product.low
    }
}
