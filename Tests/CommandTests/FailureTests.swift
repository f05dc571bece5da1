import Embedding
import HTTPClient
import Search
import TestSupport
import Testing

@testable import VectorEngine
@testable import quarry

@Suite("Failures in words")
struct FailureTests {
    private static let schema = CollectionSchema(
        "passages", keyType: .int64, scalars: [ScalarField("channel", .string), ScalarField("count", .int64)])

    @Test(
        "a filter is refused by line and column, with what was found and expected",
        arguments: [
            ("count ==", "1, column 9: found the end, expected a field or a value"),
            ("count == 1 and\n  count == '5'", "2, column 12: found a string, expected a whole number"),
            ("chanel == 'x'", "1, column 1: there is no field 'chanel'; did you mean 'channel'?"),
            ("weather == 'x'", "1, column 1: there is no field 'weather'"),
            ("count in {numbers}", "1, column 10: no value is given for {numbers}"),
            ("channel =~ 'x'", "1, column 9: there is no '=~'; use like"),
            ("count == 99999999999999999999", "1, column 10: a whole number that 64 bits do not hold"),
            ("count / 0 == 1", "1, column 9: a division by zero"),
            ("count == 1e999", "1, column 10: a number that is too large, or none"),
            (
                #"channel == "\q""#,
                #"1, column 13: an escape that strings do not have; a backslash itself is written \\"#
            ),
            (#"channel like "x\\""#, "1, column 14: a pattern that ends in a lone backslash"),
            (
                "count > ISO 'yesterday'",
                "1, column 13: no time; times are written as ISO '2025-01-31T12:00:00Z'"
            ),
            (String(repeating: "(", count: 999), "1, column 202: nested more than 200 deep"),
        ])
    func filter(text: String, words: String) {
        let problem = #expect(throws: FilterProblem.self) { try Filter(parsing: text, schema: Self.schema.columns) }
        #expect(problem.map { Failure.sentence(EngineError.filter($0)) } == "the filter, line " + words)
    }

    @Test("a search that cannot be made says what it lacks")
    func search() {
        #expect(
            Failure.sentence(SearchError.noEncoder)
                == "without an encoder only words can be searched; --encoder names one")
        #expect(
            Failure.sentence(FusionError.weights(3, lists: 2))
                == "there are 3 weights for 2 lists; each list has one")
        #expect(
            Failure.sentence(FusionError.badWeight(-1)) == "-1.0 is no weight; a weight is a finite number from 0 on")
    }

    @Test("what a server says of itself cannot drive the terminal")
    func server() async throws {
        let server = try TestServer { _ in .text("<html>", type: "text/\u{1b}[31mred") }
        let reranker = RemoteReranker(
            base: try HTTPURL(server.url + "/v1"), name: "mini", transport: CurlTransport(), retrier: Retrier(seed: 1))
        let error = await #expect(throws: RemoteModelError.self) {
            try await reranker.scores(query: "q", passages: ["a"])
        }
        let words = error.map(Failure.sentence) ?? ""
        #expect(words.contains(#"text/\u{1b}[31mred"#), "\(words)")
        #expect(words.hasSuffix("check that the address ends before /rerank"), "\(words)")
    }
}
