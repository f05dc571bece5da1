import Arguments

/// How many of something there must be at least one of.
struct Count: ArgumentValue {
    let value: Int

    /// Ids leave room for this many messages in the years that the archive covers.
    static let most = 50_000_000

    init(_ value: Int) {
        self.value = value
    }

    init(argument: String) throws(ValueError) {
        value = try Int(argument: argument)
        guard 1...Self.most ~= value else {
            throw ValueError(argument, .outside(lowest: "1", highest: "\(Self.most)"))
        }
    }

    var argumentText: String { String(value) }
}
