// The standard library has the tables of the canonical forms, and gives them to Foundation by this door alone. Foundation itself
// would double the time in which the program starts.
@_spi(_Unicode) import Swift

/// Unicode's normal forms of a text.
enum NormalForm {
    /// Letters and marks put together, and forms that differ only in looks made one (NFKC, but for what `CompatibilityForms`
    /// leaves out).
    static func composed(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { append(plain: scalar, to: &scalars) }
        return recomposed(String(scalars))
    }

    /// Marks set apart from their letters (NFD).
    static func decomposed(_ text: String) -> String.UnicodeScalarView {
        var scalars = String.UnicodeScalarView()
        for scalar in text._nfd { scalars.append(scalar) }
        return scalars
    }

    /// Marks put together with their letters (NFC).
    static func recomposed(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text._nfc { scalars.append(scalar) }
        return String(scalars)
    }

    private static func append(plain scalar: Unicode.Scalar, to scalars: inout String.UnicodeScalarView) {
        guard scalar.value >= 0x80, let forms = forms[scalar.value] else { return scalars.append(scalar) }
        scalars.append(contentsOf: forms)
    }

    private static let forms: [UInt32: [Unicode.Scalar]] = {
        var forms: [UInt32: [Unicode.Scalar]] = [:]
        let runs = CompatibilityForms.runs
        for index in stride(from: 0, to: runs.count, by: 3) {
            for scalar in runs[index]...runs[index + 1] {
                forms[scalar] = [runs[index + 2] + scalar - runs[index]].compactMap(Unicode.Scalar.init)
            }
        }
        let several = CompatibilityForms.several
        var index = 0
        while index < several.count {
            let count = Int(several[index + 1])
            forms[several[index]] = several[index + 2..<index + 2 + count].compactMap(Unicode.Scalar.init)
            index += 2 + count
        }
        return forms
    }()
}
