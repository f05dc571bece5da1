/// A scalar read from UTF-8 (Unicode, table 3-7).
struct WellFormedScalar {
    let value: UInt32
    /// How many bytes it takes.
    let count: Int

    /// Nil where the bytes are not well-formed. The next scalar then begins at one of the following bytes: a byte that cannot
    /// begin one is not well-formed either.
    @inline(__always)
    init?(at position: UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>) {
        let lead = UInt32(position[0])
        let available = end - position
        func continuation(_ index: Int) -> UInt32? {
            guard index < available, position[index] & 0xc0 == 0x80 else { return nil }
            return UInt32(position[index] & 0x3f)
        }
        switch lead {
        case 0..<0x80:
            value = lead
            count = 1
        case 0xc2..<0xe0:
            guard let second = continuation(1) else { return nil }
            value = (lead & 0x1f) << 6 | second
            count = 2
        case 0xe0..<0xf0:
            guard let second = continuation(1), let third = continuation(2) else { return nil }
            value = (lead & 0x0f) << 12 | second << 6 | third
            count = 3
            guard value >= 0x800, !(0xd800..<0xe000).contains(value) else { return nil }
        case 0xf0..<0xf5:
            guard let second = continuation(1), let third = continuation(2), let fourth = continuation(3)
            else { return nil }
            value = (lead & 0x07) << 18 | second << 12 | third << 6 | fourth
            count = 4
            guard (0x10000..<0x110000).contains(value) else { return nil }
        default:
            return nil
        }
    }
}
