/// How much is asked of a server at once.
public struct RemoteLoad: Sendable {
    /// Texts in one request.
    public var texts = 128
    /// Tokens in one request, as estimated; a longer text goes alone.
    public var tokens = 16_384
    /// Requests at the same time.
    public var requests = 4

    public static let standard = RemoteLoad()

    public init() {}

    /// Splits texts into requests, in their order.
    func batches(of texts: [String]) -> [Range<Int>] {
        var batches: [Range<Int>] = []
        var start = 0
        var sum = 0
        for (index, text) in texts.enumerated() {
            let estimate = Self.estimatedTokens(of: text)
            if index > start, index - start == self.texts || sum + estimate > tokens {
                batches.append(start..<index)
                (start, sum) = (index, 0)
            }
            sum += estimate
        }
        if start < texts.count { batches.append(start..<texts.count) }
        return batches
    }

    /// Three bytes a token: English has about four, Chinese has three a character.
    static func estimatedTokens(of text: String) -> Int {
        text.utf8.count / 3 + 1
    }
}
