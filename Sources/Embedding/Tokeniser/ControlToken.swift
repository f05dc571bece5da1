import Glibc

/// A token that is not text, by its name in the vocabulary.
struct ControlToken {
    static let names: [StaticString] = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]

    let name: StaticString
    let id: Int32

    /// Whether its name stands here, spelt as in the vocabulary.
    func stands(at position: UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>) -> Bool {
        end - position >= name.utf8CodeUnitCount && memcmp(position, name.utf8Start, name.utf8CodeUnitCount) == 0
    }
}
