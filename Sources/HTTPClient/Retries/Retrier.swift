import Synchronization

/// Makes requests again as a policy says.
public final class Retrier: Sendable {
    private let policy: RetryPolicy
    private let clock: any Clock<Duration>
    private let generator: Mutex<SplitMix64>

    public init(_ policy: RetryPolicy = .standard, seed: UInt64, clock: any Clock<Duration> = ContinuousClock()) {
        self.policy = policy
        self.clock = clock
        generator = Mutex(SplitMix64(state: seed))
    }

    /// The result of the first attempt that succeeds, or the last error.
    public func run<Value>(
        _ attempt: () async throws(HTTPError) -> Value
    ) async throws(HTTPError) -> Value {
        var count = 0
        while true {
            count += 1
            do throws(HTTPError) {
                return try await attempt()
            } catch {
                let pause = generator.withLock { policy.pause(after: error, attempt: count, using: &$0) }
                guard let pause else { throw error }
                do {
                    try await clock.sleep(for: pause)
                } catch _ {
                    throw HTTPError(.cancelled, url: error.url)
                }
            }
        }
    }
}

/// Guy L. Steele, Doug Lea, Christine H. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
