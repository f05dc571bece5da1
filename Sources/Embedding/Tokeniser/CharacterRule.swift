/// What becomes of a scalar.
struct CharacterRule: Equatable {
    let kind: Kind
    /// The scalar that it turns into, or 0 where it stays as it is; of `.several` where in the table they are.
    let value: UInt32

    enum Kind: UInt8 {
        /// Part of a word.
        case letter
        /// A word of its own.
        case alone
        case space
        /// Vanishes, and divides nothing.
        case removed
        /// Becomes up to three scalars, all parts of a word.
        case several
        /// Becomes two or three letters of the alphabet by arithmetic.
        case hangul
    }

    init(_ kind: Kind, value: UInt32 = 0) {
        self.kind = kind
        self.value = value
    }
}
