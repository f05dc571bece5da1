import Foundation
import Testing

@testable import Chat

@Suite("Malformed files")
struct MalformedTests {
    private static let corpus = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Malformed")

    @Test("what is whole is kept, what is lost is told", arguments: Flaw.exports + Flaw.zips)
    func keepsWhatIsWhole(flaw: Flaw) async throws {
        let reading = try MalformedReading()
        let outcome = try await reading.read([Self.corpus.appending(path: flaw.file).path])
        #expect(outcome.kept.sorted() == flaw.kept.split(separator: " ").map(String.init).sorted())
        #expect(outcome.lost == flaw.lost)
        #expect(outcome.problems.map(\.kind) == flaw.problems)
        if let offset = flaw.offset { #expect(outcome.problems.first?.offset == offset) }
    }

    @Test("the table names every file of the corpus")
    func tableIsComplete() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.corpus.path)
        let tabled = (Flaw.exports + Flaw.zips).map(\.file)
        #expect(Set(files).subtracting(["README.md"]) == Set(tabled))
        let readme = try String(contentsOf: Self.corpus.appending(path: "README.md"), encoding: .utf8)
        for file in tabled { #expect(readme.contains("| `\(file)` |"), "\(file) is not in the README") }
    }

    @Test("all files of the corpus together cost only what each of them costs")
    func readsAllTogether() async throws {
        let reading = try MalformedReading()
        let outcome = try await reading.read([Self.corpus.path])
        let lost = (Flaw.exports + Flaw.zips).reduce(0) { $0 + $1.lost }
        #expect(outcome.lost == lost)
        #expect(Set(outcome.kept).isSuperset(of: ["1", "2", "3", "4", "5"]))
    }
}
