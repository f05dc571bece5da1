/// A Discord id: 42 bits of time and 22 bits that tell apart what was made in the same millisecond.
struct Snowflake: Equatable {
    let value: UInt64

    /// The start of 2015, from which Discord counts.
    private static let epoch = Instant(milliseconds: 1_420_070_400_000)
    private static let lowBits = 22

    init(value: UInt64) {
        self.value = value
    }

    /// The id of something made at a time.
    ///
    /// - Parameter maker: What tells ids of the same millisecond apart, below 2^22.
    init(_ instant: Instant, maker: Int) {
        // An odd factor permutes the low bits, so that different makers keep different bits.
        let scatter: UInt64 = 2_654_435_761
        let low = UInt64(maker) &* scatter & (1 << UInt64(Self.lowBits) - 1)
        value = UInt64((instant - Self.epoch).milliseconds) << UInt64(Self.lowBits) | low
    }

    /// The id of a person, a role, a channel: something made in the years before the archive begins.
    static func entity(_ number: Int, seed: UInt64) -> Snowflake {
        var random = Random(seed: seed, .entity, number)
        // Discord opened in the spring of 2015.
        let opening = epoch + .days(150)
        return Snowflake(opening + (Instant(Schedule.beginning) - opening) * random.unit(), maker: number)
    }
}
