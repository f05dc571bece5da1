import Arguments

/// How many threads compute.
struct ThreadCount: ArgumentValue {
    let value: Int

    /// Each has room of its own for a batch, some 20 MB.
    private static let most = 1024

    init(argument: String) throws(ValueError) {
        let value = try Int(argument: argument)
        guard (1...Self.most).contains(value) else {
            throw ValueError(argument, .outside(lowest: "1", highest: String(Self.most)))
        }
        self.value = value
    }

    var argumentText: String {
        String(value)
    }
}
