/// How conversations are described.
enum Description {
    /// Raised by hand when the same messages would be described or cut otherwise.
    static let version = 1
}
