/// The letters of a Korean syllable (Unicode, section 3.12, "Arithmetic Decomposition Mapping").
struct HangulSyllable {
    let lead: UInt32
    let vowel: UInt32
    let tail: UInt32?

    init(_ scalar: UInt32) {
        let index = scalar - 0xac00
        lead = 0x1100 + index / 588
        vowel = 0x1161 + index % 588 / 28
        tail = index.isMultiple(of: 28) ? nil : 0x11a7 + index % 28
    }
}
