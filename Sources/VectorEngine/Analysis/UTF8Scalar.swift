/// One character of a text and the bytes it takes.
struct UTF8Scalar {
    let value: UInt32
    let length: Int

    /// What a byte counts as that is no UTF-8 with those behind it.
    private static let damaged = UTF8Scalar(value: 0xfffd, length: 1)

    /// Reads the character that begins with a byte of 0x80 or more; neither surrogates nor longer forms than needed are any.
    init(_ text: UnsafeBufferPointer<UInt8>, at index: Int) {
        self = Self.read(text, at: index) ?? Self.damaged
    }

    private init(value: UInt32, length: Int) {
        self.value = value
        self.length = length
    }

    private static func read(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> UTF8Scalar? {
        let lead = UInt32(text[index])
        let length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0
        guard length > 0, index + length <= text.count else { return nil }
        var value = lead & (0x7f >> UInt32(length))
        for offset in 1..<length {
            let byte = UInt32(text[index + offset])
            guard byte & 0xc0 == 0x80 else { return nil }
            value = value << 6 | byte & 0x3f
        }
        let least: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
        guard value >= least, value <= 0x10ffff, value & 0xffff_f800 != 0xd800 else { return nil }
        return UTF8Scalar(value: value, length: length)
    }
}
