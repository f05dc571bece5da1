/// Reranks by the similarity of single tokens.
///
/// Omar Khattab, Matei Zaharia, "ColBERT: efficient and effective passage search via contextualized late interaction
/// over BERT", SIGIR 2020:
///
///     score(query, passage) = mean over tokens q of the query: max over tokens p of the passage: cosine(q, p)
///
/// Departures:
/// 1. The tokens' vectors are the last layer of the sentence encoder: nothing was trained for this.
/// 2. The mean instead of the sum, so that scores of short and long queries have one range.
/// 3. A passage's first 128 tokens count: the more tokens, the more often one is near by chance, so that long passages win
///    for their length. They are also all that is encoded.
/// 4. `[CLS]` and `[SEP]` of the query are left out: they stand for no word.
///
/// Costs an encoding of every passage; nothing is kept between calls.
public struct LateInteraction: Reranker {
    private let encoder: LocalEncoder
    private let passageTokens: Int

    public init(_ encoder: LocalEncoder, passageTokens: Int = 128) {
        precondition(passageTokens > 2, "no room for a word")
        self.encoder = encoder
        self.passageTokens = passageTokens
    }

    public func scores(query: String, passages: [String]) async throws -> [Float] {
        guard !passages.isEmpty else { return [] }
        let asked = try await encoder.encodeTokens([query], as: .query)
        let found = try await encoder.encodeTokens(passages, as: .passage, limit: passageTokens)
        let tokens = UnitTokens(asked[0], leavingOutEnds: true)
        return found.map { tokens.meanOfMaxima(over: UnitTokens($0, leavingOutEnds: false)) }
    }
}
