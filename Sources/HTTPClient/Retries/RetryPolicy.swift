/// How often and after what pause a failed request is made again.
///
/// Exponential backoff with full jitter: Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
/// ```
/// pause before attempt n+1 = random between 0 and min(longestPause, firstPause · 2^(n-1))
/// ```
/// Departures: what the server asks for by `Retry-After` is waited at least; where that is longer than
/// `longestWait`, the error is the answer.
public struct RetryPolicy: Sendable {
    public var attempts = 6
    public var firstPause: Duration = .milliseconds(500)
    public var longestPause: Duration = .seconds(30)
    /// The longest `Retry-After` that is worth waiting for.
    public var longestWait: Duration = .seconds(300)

    public static let standard = RetryPolicy()

    public init() {}

    /// The pause before the next attempt; nil if there is none.
    func pause(
        after error: HTTPError, attempt: Int, using generator: inout some RandomNumberGenerator
    ) -> Duration? {
        guard attempt < attempts, error.isRetriable else { return nil }
        let bound = min(longestPause, firstPause * (1 << min(attempt - 1, 30)))
        let pause = bound * Double.random(in: 0..<1, using: &generator)
        guard let wanted = error.retryAfter else { return pause }
        return wanted <= longestWait ? wanted + pause : nil
    }
}
